@NullMarked
package dev.caravan.config.payments;

import org.jspecify.annotations.NullMarked;
