package dev.caravan.model.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told what is published on a topic.
 *
 * @param pending how many messages wait; absent where nobody knows
 * @param connected how many consumers take them; absent where nobody knows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Subscriber(Kind kind, String name, @Nullable Long pending, @Nullable Integer connected) {

  /** How somebody subscribes. */
  public enum Kind {
    /** At the broker, which keeps what is told while the subscriber is away. */
    DURABLE,
    /** At the broker, for as long as the subscriber is there. */
    VOLATILE,
    /** By an address that is called. */
    WEBHOOK
  }
}
