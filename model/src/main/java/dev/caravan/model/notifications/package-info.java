@NullMarked
package dev.caravan.model.notifications;

import org.jspecify.annotations.NullMarked;
