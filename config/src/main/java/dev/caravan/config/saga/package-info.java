/** Sagas: the coordinator in this process, Camel's way to it, and the only door through which it calls an undo. */
@NullMarked
package dev.caravan.config.saga;

import org.jspecify.annotations.NullMarked;
