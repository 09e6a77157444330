@NullMarked
package dev.caravan.model.tasks;

import org.jspecify.annotations.NullMarked;
