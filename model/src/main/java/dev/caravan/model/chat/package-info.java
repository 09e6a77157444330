/** What people say about tasks and orders, what it means, and what is done about it. */
@NullMarked
package dev.caravan.model.chat;

import org.jspecify.annotations.NullMarked;
