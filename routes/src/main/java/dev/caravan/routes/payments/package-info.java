@NullMarked
package dev.caravan.routes.payments;

import org.jspecify.annotations.NullMarked;
