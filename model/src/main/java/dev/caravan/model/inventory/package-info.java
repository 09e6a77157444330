@NullMarked
package dev.caravan.model.inventory;

import org.jspecify.annotations.NullMarked;
