package dev.caravan.model.tasks;

import com.fasterxml.jackson.annotation.JsonValue;

import java.time.LocalDateTime;
import java.util.Locale;

/** Shorthand for the rules that most people need. What recurs on the last days of a month never leaves that month out. */
public enum Frequency {
  DAILY, WEEKLY, MONTHLY, YEARLY;

  private static final int SHORTEST_MONTH = 28;

  /** The same as an RRULE of RFC 5545; with SKIP of RFC 7529 where the anchor's day is not in every month. */
  String rrule(LocalDateTime anchor) {
    var skips = (this == MONTHLY || this == YEARLY) && anchor.getDayOfMonth() > SHORTEST_MONTH;
    return skips ? "RSCALE=GREGORIAN;FREQ=" + name() + ";SKIP=BACKWARD" : "FREQ=" + name();
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
