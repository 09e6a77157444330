@NullMarked
package dev.caravan.routes.menu;

import org.jspecify.annotations.NullMarked;
