package dev.caravan.model.tasks;

import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;

/**
 * When something recurs, after RFC 5545 and RFC 7529, by the calendar and the clock of the people it concerns. A time that
 * their clock skips or shows twice is what {@link LocalDateTime#atZone} makes of it, as RFC 5545 (3.3.5) wants.
 */
public final class Rule {

  private static final EnumSet<Freq> FREQUENCIES = EnumSet.of(Freq.DAILY, Freq.WEEKLY, Freq.MONTHLY, Freq.YEARLY);
  private static final int MAX_LENGTH = 500;

  private final RecurrenceRule rule;
  private final @Nullable DateTime until;

  private Rule(RecurrenceRule rule) {
    this.rule = rule;
    this.until = rule.getUntil();
    if (until != null) {
      // The library compares it only with times of its own kind, floating or not.
      rule.setUntil(null);
    }
  }

  /** @throws IllegalArgumentException saying what it must be, if it is no RRULE or recurs more often than daily */
  public static Rule of(String rrule) {
    try {
      var rule = new RecurrenceRule(rrule.length() > MAX_LENGTH ? "" : rrule, RfcMode.RFC5545_STRICT);
      if (!FREQUENCIES.contains(rule.getFreq())) {
        throw new IllegalArgumentException("must recur DAILY, WEEKLY, MONTHLY or YEARLY");
      }
      return new Rule(rule);
    } catch (InvalidRecurrenceRuleException e) {
      throw new IllegalArgumentException("must be a recurrence rule after RFC 5545, such as FREQ=WEEKLY;BYDAY=FR", e);
    }
  }

  /**
   * The first occurrence after a moment, as calendar and clock show it; empty if there is none.
   *
   * @param anchor from when it recurs (DTSTART), which COUNT counts from
   * @param allDay whether it recurs on days and not at times; then those are at midnight
   */
  public Optional<LocalDateTime> next(LocalDateTime moment, LocalDateTime anchor, boolean allDay, ZoneId zone) {
    try {
      var occurrences = rule.iterator(dateTime(anchor, allDay));
      occurrences.fastForward(dateTime(moment, allDay));
      return first(occurrences, moment).filter(occurrence -> isInTime(occurrence, zone));
    } catch (IllegalArgumentException e) {
      // The library gives up on a rule such as the 31st of February.
      return Optional.empty();
    }
  }

  /** Whether COUNT allows for no more than these. */
  boolean isUsedUp(int occurrences) {
    return rule.getCount() != null && occurrences >= rule.getCount();
  }

  private static Optional<LocalDateTime> first(RecurrenceRuleIterator occurrences, LocalDateTime after) {
    while (occurrences.hasNext()) {
      var occurrence = local(occurrences.nextDateTime());
      if (occurrence.isAfter(after)) {
        return Optional.of(occurrence);
      }
    }
    return Optional.empty();
  }

  private boolean isInTime(LocalDateTime occurrence, ZoneId zone) {
    if (until == null) {
      return true;
    }
    if (until.isAllDay()) {
      return !occurrence.toLocalDate().isAfter(local(until).toLocalDate());
    }
    return until.isFloating() ? !occurrence.isAfter(local(until))
        : !occurrence.atZone(zone).toInstant().isAfter(Instant.ofEpochMilli(until.getTimestamp()));
  }

  private static DateTime dateTime(LocalDateTime time, boolean allDay) {
    // Months are counted from 0 here.
    return allDay ? new DateTime(time.getYear(), time.getMonthValue() - 1, time.getDayOfMonth())
        : new DateTime(time.getYear(), time.getMonthValue() - 1, time.getDayOfMonth(), time.getHour(), time.getMinute(), time.getSecond());
  }

  private static LocalDateTime local(DateTime time) {
    return LocalDateTime.of(
        time.getYear(), time.getMonth() + 1, time.getDayOfMonth(), time.getHours(), time.getMinutes(), time.getSeconds());
  }
}
