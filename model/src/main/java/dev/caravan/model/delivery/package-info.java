@NullMarked
package dev.caravan.model.delivery;

import org.jspecify.annotations.NullMarked;
