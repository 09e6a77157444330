@NullMarked
package dev.caravan.routes.shipping;

import org.jspecify.annotations.NullMarked;
