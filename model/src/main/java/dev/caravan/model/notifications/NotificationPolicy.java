package dev.caravan.model.notifications;

import dev.caravan.model.BackOff;

import java.time.Duration;

/**
 * How often somebody outside is tried who does not take what is handed over.
 *
 * @param attempts at least 1
 * @param backOff wait before the second attempt, doubled before every further one up to ten minutes
 * @param disableAfter a webhook that has taken nothing for so long is disabled
 */
public record NotificationPolicy(int attempts, Duration backOff, Duration disableAfter) {

  /** How long whoever hands something over has for it before somebody else tries. */
  static final Duration LEASE = Duration.ofMinutes(2);

  Duration waitAfter(int attempt) {
    return BackOff.after(attempt, backOff);
  }
}
