@NullMarked
package dev.caravan.model.operations;

import org.jspecify.annotations.NullMarked;
