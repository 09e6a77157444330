package dev.caravan.model.shipping;

import dev.caravan.model.BackOff;

import java.time.Duration;

/**
 * How often a silent carrier is asked again before another one is.
 *
 * @param attempts at least 1
 * @param backOff wait before the second attempt, doubled before every further one up to ten minutes
 */
public record ShippingPolicy(int attempts, Duration backOff) {

  Duration waitAfter(int attempt) {
    return BackOff.after(attempt, backOff);
  }
}
