@NullMarked
package dev.caravan.routes.delivery;

import org.jspecify.annotations.NullMarked;
