@NullMarked
package dev.caravan.routes.timers;

import org.jspecify.annotations.NullMarked;
