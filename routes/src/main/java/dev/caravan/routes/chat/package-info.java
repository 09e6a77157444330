@NullMarked
package dev.caravan.routes.chat;

import org.jspecify.annotations.NullMarked;
