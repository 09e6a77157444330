/** The parts a single process brings along: its data directory, its secrets, PostgreSQL and the message broker. */
@NullMarked
package dev.caravan.config.embedded;

import org.jspecify.annotations.NullMarked;
