package dev.caravan.model.tasks;

import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When something recurs, after RFC 5545 and RFC 7529, by the calendar and the clock of the people it concerns, until 2199. A
 * time that their clock skips or shows twice is what {@link LocalDateTime#atZone} makes of it, as RFC 5545 (3.3.5) wants; where
 * that is no later than the occurrence before it, it is left out.
 */
public final class Rule {

  private static final Pattern FREQUENCIES = Pattern.compile("(?i)(.*;)?FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;.*)?");
  private static final Pattern SCALE = Pattern.compile("(?i)RSCALE=GREGORIAN;|;RSCALE=GREGORIAN$");
  private static final int MAX_LENGTH = 500;
  private static final int MAX_INTERVAL = 1000;
  private static final int MAX_COUNT = 10_000;
  private static final int MAX_A_DAY = 24;
  private static final int LAST_YEAR = 2199;

  private final RecurrenceRule rule;
  private final @Nullable Temporal until;
  private final @Nullable Integer count;

  private Rule(RecurrenceRule rule) {
    this.rule = rule;
    this.until = rule.getUntil() == null ? null : temporal(rule.getUntil());
    this.count = rule.getCount();
    // The library compares UNTIL only with times of its own kind, floating or not, and does not count an anchor that is not named.
    rule.setUntil(null);
  }

  /**
   * @throws IllegalArgumentException saying what it must be, if it is no RRULE, recurs more often than daily and 24 times a day
   *         or more than 10000 times in all, or counts more than 1000 days, weeks, months or years from one to the next
   */
  public static Rule of(String rrule) {
    var read = read(rrule);
    if (read.rule.hasPart(Part.RSCALE)) {
      throw new IllegalArgumentException("must recur by the GREGORIAN calendar");
    }
    if (read.rule.getInterval() > MAX_INTERVAL) {
      throw new IllegalArgumentException("must have an INTERVAL of at most " + MAX_INTERVAL);
    }
    if (read.count != null && read.count > MAX_COUNT) {
      throw new IllegalArgumentException("must have a COUNT of at most " + MAX_COUNT);
    }
    if (timesADay(read.rule) > MAX_A_DAY) {
      throw new IllegalArgumentException("must recur at most " + MAX_A_DAY + " times a day");
    }
    return read;
  }

  private static Rule read(String rrule) {
    if (rrule.length() > MAX_LENGTH || !FREQUENCIES.matcher(rrule).matches()) {
      throw new IllegalArgumentException("must be a recurrence rule after RFC 5545 that recurs DAILY, WEEKLY, MONTHLY or YEARLY");
    }
    try {
      // The library forgets when a week starts where the scale is named.
      return new Rule(new RecurrenceRule(SCALE.matcher(rrule).replaceFirst(""), RfcMode.RFC5545_STRICT));
    } catch (InvalidRecurrenceRuleException | RuntimeException e) {
      throw new IllegalArgumentException("must be a recurrence rule after RFC 5545, such as FREQ=WEEKLY;BYDAY=FR", e);
    }
  }

  private static int timesADay(RecurrenceRule rule) {
    return Stream.of(Part.BYHOUR, Part.BYMINUTE, Part.BYSECOND).filter(rule::hasPart)
        .mapToInt(part -> rule.getByPart(part).size()).reduce(1, (one, other) -> one * other);
  }

  /**
   * The first occurrence after a moment, as calendar and clock show it; empty if there is none. One that comes more seldom than
   * every 4320 times that the rule counts (as the 31st of February, or a Monday that is the 29th if it is DAILY) is none.
   *
   * @param anchor from when it recurs (DTSTART), which is the first for COUNT even if the rule does not name it
   * @param allDay whether it recurs on days and not at times; then those are at midnight
   */
  public Optional<LocalDateTime> next(LocalDateTime moment, LocalDateTime anchor, boolean allDay, ZoneId zone) {
    var following = moment.isBefore(anchor) ? anchor : allDay ? moment.plusDays(1) : moment.plusSeconds(1);
    try {
      var occurrences = rule.iterator(dateTime(start(anchor), allDay));
      if (count != null && passed(occurrences, anchor, following, count) == count) {
        return Optional.empty();
      }
      occurrences.fastForward(dateTime(following, allDay));
      return first(occurrences, Due.of(moment, zone, allDay).at(), zone, allDay)
          .filter(occurrence -> occurrence.getYear() <= LAST_YEAR && isInTime(occurrence, zone));
    } catch (RuntimeException e) {
      // The library gives up in several ways.
      return Optional.empty();
    }
  }

  /** BYSETPOS is of a whole year, but the library leaves out the months and the days of a year that are over. */
  private LocalDateTime start(LocalDateTime anchor) {
    if (rule.getFreq() != Freq.YEARLY || !rule.hasPart(Part.BYSETPOS)) {
      return anchor;
    }
    return rule.hasPart(Part.BYYEARDAY) ? anchor.withDayOfYear(1) : rule.hasPart(Part.BYMONTH) ? anchor.withMonth(1) : anchor;
  }

  /** Whether COUNT allows for no more than these. */
  boolean isUsedUp(int occurrences) {
    return count != null && occurrences >= count;
  }

  /** Goes past what was before a moment, and tells how many that were, up to a limit. */
  private static int passed(RecurrenceRuleIterator occurrences, LocalDateTime anchor, LocalDateTime moment, int limit) {
    int passed = anchor.isBefore(moment) ? 1 : 0;
    while (passed < limit && occurrences.hasNext() && local(occurrences.peekDateTime()).isBefore(moment)) {
      passed += local(occurrences.peekDateTime()).isAfter(anchor) ? 1 : 0;
      occurrences.skip(1);
    }
    return passed;
  }

  /** Looks at each without taking it, which would have the library look for the one after it. */
  private static Optional<LocalDateTime> first(RecurrenceRuleIterator occurrences, Instant after, ZoneId zone, boolean allDay) {
    while (occurrences.hasNext()) {
      var occurrence = local(occurrences.peekDateTime());
      if (Due.of(occurrence, zone, allDay).at().isAfter(after)) {
        return Optional.of(occurrence);
      }
      occurrences.skip(1);
    }
    return Optional.empty();
  }

  private boolean isInTime(LocalDateTime occurrence, ZoneId zone) {
    if (until instanceof LocalDate day) {
      return !occurrence.toLocalDate().isAfter(day);
    }
    return until instanceof Instant moment ? !occurrence.atZone(zone).toInstant().isAfter(moment)
        : !(until instanceof LocalDateTime time) || !occurrence.isAfter(time);
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

  /** A day, a time, or a moment. */
  private static Temporal temporal(DateTime time) {
    var local = local(time);
    return time.isAllDay() ? local.toLocalDate() : time.isFloating() ? local : local.toInstant(ZoneOffset.UTC);
  }
}
