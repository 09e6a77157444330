@NullMarked
package dev.caravan.model.live;

import org.jspecify.annotations.NullMarked;
