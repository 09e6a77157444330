/** Caravan while it is being written: its routes come from their sources and change when these do. Never part of the product. */
@NullMarked
package dev.caravan.dev;

import org.jspecify.annotations.NullMarked;
