@NullMarked
package dev.caravan.model.analysis;

import org.jspecify.annotations.NullMarked;
