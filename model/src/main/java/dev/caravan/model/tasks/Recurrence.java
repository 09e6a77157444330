package dev.caravan.model.tasks;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a task comes back after it was done.
 *
 * @param rrule an RRULE of RFC 5545 that recurs daily or more seldom
 * @param frequency shorthand for one
 * @param zone of the IANA database, in whose calendar it recurs
 * @param until the last day or time, inclusive, after ISO 8601
 * @param repeatFrom {@code DUE} where it is left out
 * @param overdue {@code SKIP} where it is left out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recurrence(
    @Nullable String rrule, @Nullable Frequency frequency, @Nullable String zone, @Nullable String until,
    @JsonAlias("repeat_from") @Nullable From repeatFrom, @Nullable Overdue overdue) {

  /** From what the next time is counted. */
  public enum From { DUE, COMPLETION }

  /** What becomes of the times that passed while a task was open. */
  public enum Overdue {
    /** They are left out: the next one is in the future. */
    SKIP,
    /** Each of them has to be done, too. */
    STACK
  }

  Recurrence inZoneOfTask() {
    return new Recurrence(rrule, frequency, null, until, repeatFrom, overdue);
  }

  From from() {
    return repeatFrom == null ? From.DUE : repeatFrom;
  }

  Overdue missed() {
    return overdue == null ? Overdue.SKIP : overdue;
  }
}
