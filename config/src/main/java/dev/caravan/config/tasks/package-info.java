@NullMarked
package dev.caravan.config.tasks;

import org.jspecify.annotations.NullMarked;
