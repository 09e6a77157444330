/** Who may see what on the management port. */
@NullMarked
package dev.caravan.config.management;

import org.jspecify.annotations.NullMarked;
