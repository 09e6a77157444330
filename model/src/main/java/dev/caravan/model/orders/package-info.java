@NullMarked
package dev.caravan.model.orders;

import org.jspecify.annotations.NullMarked;
