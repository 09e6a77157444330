/** Every fact that was told, kept once, in a chain in which nothing can be changed unnoticed. */
@NullMarked
package dev.caravan.model.audit;

import org.jspecify.annotations.NullMarked;
