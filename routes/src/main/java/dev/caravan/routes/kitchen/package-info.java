@NullMarked
package dev.caravan.routes.kitchen;

import org.jspecify.annotations.NullMarked;
