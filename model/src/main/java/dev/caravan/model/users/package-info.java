@NullMarked
package dev.caravan.model.users;

import org.jspecify.annotations.NullMarked;
