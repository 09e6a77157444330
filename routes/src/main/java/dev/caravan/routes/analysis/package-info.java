@NullMarked
package dev.caravan.routes.analysis;

import org.jspecify.annotations.NullMarked;
