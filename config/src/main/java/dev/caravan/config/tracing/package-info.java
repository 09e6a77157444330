/** Where an order has been, as spans of one trace. */
@NullMarked
package dev.caravan.config.tracing;

import org.jspecify.annotations.NullMarked;
