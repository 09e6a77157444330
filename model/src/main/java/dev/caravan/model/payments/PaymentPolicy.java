package dev.caravan.model.payments;

import dev.caravan.model.BackOff;

import java.time.Duration;

/**
 * How often a silent gateway is asked again before an order is given up.
 *
 * @param attempts at least 1
 * @param backOff wait before the second attempt, doubled before every further one up to ten minutes
 */
public record PaymentPolicy(int attempts, Duration backOff) {

  Duration waitAfter(int attempt) {
    return BackOff.after(attempt, backOff);
  }
}
