@NullMarked
package dev.caravan.model.payments;

import org.jspecify.annotations.NullMarked;
