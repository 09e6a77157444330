@NullMarked
package dev.caravan.model.events;

import org.jspecify.annotations.NullMarked;
