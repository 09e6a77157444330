package dev.caravan.model.chat;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;

/**
 * A day, a time of a day, or both, by the calendar and the clock of a zone; nothing that was not said.
 *
 * @param day null where only a time was said
 * @param time null where only a day was said
 */
public record When(@Nullable LocalDate day, @Nullable LocalTime time, ZoneId zone) implements Told {

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

  static When at(LocalDateTime time, ZoneId zone) {
    return new When(time.toLocalDate(), time.toLocalTime(), zone);
  }

  /** With a day: the one that was said, or today for a time that is still to come. {@link Vague} for one that has passed. */
  Told onADay(ZonedDateTime now) {
    var today = new When(now.withZoneSameInstant(zone).toLocalDate(), time, zone);
    return day != null ? this : !today.isPast(now) ? today
        : new Vague("%s has passed today: tomorrow, or at another time?".formatted(Objects.requireNonNull(time)));
  }

  /** Whether it is over: a day has to end first. */
  boolean isPast(ZonedDateTime now) {
    var date = Objects.requireNonNull(day);
    return time == null ? date.isBefore(now.withZoneSameInstant(zone).toLocalDate()) : !date.atTime(time).atZone(zone).isAfter(now);
  }

  /** After ISO 8601, as tasks take it: {@code 2026-03-11}, {@code 2026-03-11T09:00}, or {@code T09:00} without a day. */
  public String text() {
    return (day == null ? "" : day) + (time == null ? "" : "T" + time);
  }

  /** For people, such as {@code Wednesday 11 March 2026 at 09:00}. */
  String written() {
    return day == null ? TIME.format(Objects.requireNonNull(time)) : time == null ? DAY.format(day) : DAY.format(day) + " at " + TIME.format(time);
  }
}
