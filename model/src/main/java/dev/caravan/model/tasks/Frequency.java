package dev.caravan.model.tasks;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** Shorthand for the rules that most people need. What recurs on the last days of a month never leaves that month out. */
public enum Frequency {
  DAILY, WEEKLY, MONTHLY, YEARLY;

  /** The same as an RRULE of RFC 5545; with SKIP of RFC 7529 where not every month, or not every year, has the day. */
  String rrule() {
    return this == MONTHLY || this == YEARLY ? "RSCALE=GREGORIAN;FREQ=" + name() + ";SKIP=BACKWARD" : "FREQ=" + name();
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
