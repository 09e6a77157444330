@NullMarked
package dev.caravan.model.kitchen;

import org.jspecify.annotations.NullMarked;
