package dev.caravan.model;

import java.time.Duration;

/** How long to wait for somebody who does not answer. */
public final class BackOff {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private BackOff() {}

  /** The first wait, doubled after every further attempt up to ten minutes. @param attempt the one in vain, from 1 */
  public static Duration after(int attempt, Duration first) {
    var wait = first.multipliedBy(1L << Math.min(attempt - 1, 16));
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }
}
