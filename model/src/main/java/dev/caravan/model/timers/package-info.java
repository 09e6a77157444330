@NullMarked
package dev.caravan.model.timers;

import org.jspecify.annotations.NullMarked;
