/** The language model, if there is one: how it is called, and what keeps it from doing harm when it fails. */
@NullMarked
package dev.caravan.config.language;

import org.jspecify.annotations.NullMarked;
