@NullMarked
package dev.caravan.config.events;

import org.jspecify.annotations.NullMarked;
