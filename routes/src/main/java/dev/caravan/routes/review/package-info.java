@NullMarked
package dev.caravan.routes.review;

import org.jspecify.annotations.NullMarked;
