@NullMarked
package dev.caravan.routes.audit;

import org.jspecify.annotations.NullMarked;
