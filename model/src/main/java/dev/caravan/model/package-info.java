@NullMarked
package dev.caravan.model;

import org.jspecify.annotations.NullMarked;
