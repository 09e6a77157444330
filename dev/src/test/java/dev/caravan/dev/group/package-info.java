/** Camel JBang with the beans of Caravan: for one group of routes in a process of its own. */
@NullMarked
package dev.caravan.dev.group;

import org.jspecify.annotations.NullMarked;
