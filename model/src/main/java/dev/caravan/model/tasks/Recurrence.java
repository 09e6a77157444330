package dev.caravan.model.tasks;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;

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

  /**
   * What is meant by the rule of an imported task: how that comes back already, if the rule is its own.
   *
   * @param rule an RRULE or a {@link Frequency}; null for a task that does not come back
   * @param former the task as it is; that of one that is closed stays
   */
  public static @Nullable Recurrence imported(@Nullable String rule, Exported.@Nullable Item former) {
    var own = former == null ? null : former.task().recurrence();
    if (former != null && own != null && (former.rrule() == null || rule != null && (former.recursBy(rule) || own.isJust(rule)))) {
      return new Recurrence(own.rrule, own.frequency, null, own.until, own.repeatFrom, own.overdue);
    }
    if (rule == null) {
      return null;
    }
    var frequency = Arrays.stream(Frequency.values()).filter(known -> known.toString().equals(rule)).findFirst();
    return new Recurrence(frequency.isPresent() ? null : rule, frequency.orElse(null), null, null,
        own == null ? null : own.repeatFrom, own == null ? null : own.overdue);
  }

  private boolean isJust(String rule) {
    return frequency != null && until == null && rule.equals(frequency.toString());
  }

  /** The same, counted and made up for in another way where one is given. */
  public Recurrence with(@Nullable From from, @Nullable Overdue missed) {
    return new Recurrence(rrule, frequency, zone, until, from == null ? repeatFrom : from, missed == null ? overdue : missed);
  }

  From from() {
    return repeatFrom == null ? From.DUE : repeatFrom;
  }

  Overdue missed() {
    return overdue == null ? Overdue.SKIP : overdue;
  }
}
