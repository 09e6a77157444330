package dev.caravan.model.shipping;

import java.time.Duration;

/**
 * How often a silent carrier is asked again before another one is.
 *
 * @param attempts at least 1
 * @param backOff wait before the second attempt, doubled before every further one up to ten minutes
 */
public record ShippingPolicy(int attempts, Duration backOff) {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  Duration waitAfter(int attempt) {
    var wait = backOff.multipliedBy(1L << Math.min(attempt - 1, 16));
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }
}
