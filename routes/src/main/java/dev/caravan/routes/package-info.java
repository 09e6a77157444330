@NullMarked
package dev.caravan.routes;

import org.jspecify.annotations.NullMarked;
