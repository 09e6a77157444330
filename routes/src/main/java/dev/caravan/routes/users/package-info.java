@NullMarked
package dev.caravan.routes.users;

import org.jspecify.annotations.NullMarked;
