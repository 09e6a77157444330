@NullMarked
package dev.caravan.config.metrics;

import org.jspecify.annotations.NullMarked;
