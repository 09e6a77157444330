@NullMarked
package dev.caravan.routes.events;

import org.jspecify.annotations.NullMarked;
