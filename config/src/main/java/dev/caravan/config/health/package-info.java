@NullMarked
package dev.caravan.config.health;

import org.jspecify.annotations.NullMarked;
