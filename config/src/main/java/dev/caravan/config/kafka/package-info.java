/** The topics on Kafka, in the profile of that name. */
@NullMarked
package dev.caravan.config.kafka;

import org.jspecify.annotations.NullMarked;
