@NullMarked
package dev.caravan.config.rest;

import org.jspecify.annotations.NullMarked;
