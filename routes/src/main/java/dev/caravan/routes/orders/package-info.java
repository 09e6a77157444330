@NullMarked
package dev.caravan.routes.orders;

import org.jspecify.annotations.NullMarked;
