@NullMarked
package dev.caravan.routes.operations;

import org.jspecify.annotations.NullMarked;
