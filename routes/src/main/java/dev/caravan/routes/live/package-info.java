@NullMarked
package dev.caravan.routes.live;

import org.jspecify.annotations.NullMarked;
