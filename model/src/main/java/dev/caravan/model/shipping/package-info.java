@NullMarked
package dev.caravan.model.shipping;

import org.jspecify.annotations.NullMarked;
