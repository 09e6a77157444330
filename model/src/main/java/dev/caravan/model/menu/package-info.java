@NullMarked
package dev.caravan.model.menu;

import org.jspecify.annotations.NullMarked;
