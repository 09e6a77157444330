/** What is said to a language model and what comes back, whatever it is about. */
@NullMarked
package dev.caravan.model.language;

import org.jspecify.annotations.NullMarked;
