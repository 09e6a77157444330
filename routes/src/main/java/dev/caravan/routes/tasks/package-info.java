@NullMarked
package dev.caravan.routes.tasks;

import org.jspecify.annotations.NullMarked;
