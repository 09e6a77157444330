@NullMarked
package dev.caravan.deploy;

import org.jspecify.annotations.NullMarked;
