@NullMarked
package dev.caravan.routes.inventory;

import org.jspecify.annotations.NullMarked;
