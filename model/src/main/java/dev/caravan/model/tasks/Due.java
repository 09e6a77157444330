package dev.caravan.model.tasks;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * When a task has to be done: on a day, or at a time, of the calendar of a zone.
 *
 * @param at the time; the beginning of the day if it is a day
 */
public record Due(Instant at, ZoneId zone, boolean allDay) {

  private static final DateTimeFormatter DATE_AND_TIME = new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE)
      .optionalStart().appendLiteral('T').append(DateTimeFormatter.ISO_LOCAL_TIME)
      .optionalStart().appendOffsetId().toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

  /**
   * Reads a date, a local time, or a time with an offset, each after ISO 8601; to the second.
   *
   * @throws DateTimeParseException if it is none of them
   */
  static Due read(String text, ZoneId zone) {
    var read = DATE_AND_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    if (read instanceof LocalDate date) {
      return of(date.atStartOfDay(), zone, true);
    }
    return read instanceof LocalDateTime time ? of(time.truncatedTo(ChronoUnit.SECONDS), zone, false)
        : new Due(((OffsetDateTime) read).toInstant().truncatedTo(ChronoUnit.SECONDS), zone, false);
  }

  static Due of(LocalDateTime local, ZoneId zone, boolean allDay) {
    return new Due(allDay ? local.toLocalDate().atStartOfDay(zone).toInstant() : local.atZone(zone).toInstant(), zone, allDay);
  }

  /** As calendar and clock show it; midnight if it is a day. */
  public LocalDateTime local() {
    return allDay ? date().atTime(LocalTime.MIDNIGHT) : at.atZone(zone).toLocalDateTime();
  }

  private LocalDate date() {
    return at.atZone(zone).toLocalDate();
  }

  /** From when it is too late: a day has to end first. */
  public Instant end() {
    return allDay ? date().plusDays(1).atStartOfDay(zone).toInstant() : at;
  }

  /** After ISO 8601: a date, or a time with its offset. */
  public String text() {
    return allDay ? date().toString() : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone));
  }

  /** A zone of the IANA database, or null if there is none of that name. */
  public static @Nullable ZoneId zone(String name) {
    try {
      // Libraries may add zones of their own, under names that none of the database has.
      return name.matches("[A-Za-z0-9_+/-]+") && ZoneId.getAvailableZoneIds().contains(name) ? ZoneId.of(name) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
