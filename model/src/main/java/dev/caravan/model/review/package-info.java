@NullMarked
package dev.caravan.model.review;

import org.jspecify.annotations.NullMarked;
