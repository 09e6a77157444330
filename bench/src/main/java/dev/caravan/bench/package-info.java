/** Caravan under load, what limits it and where its time goes. Never part of the product. */
@NullMarked
package dev.caravan.bench;

import org.jspecify.annotations.NullMarked;
