@NullMarked
package dev.caravan.routes.notifications;

import org.jspecify.annotations.NullMarked;
