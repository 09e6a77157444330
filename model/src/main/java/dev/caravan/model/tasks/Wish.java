package dev.caravan.model.tasks;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.caravan.model.Refusal;
import dev.caravan.model.Times;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What somebody wants a task to be, with its times understood.
 *
 * @param recurrence with nothing left out; null for a task that does not come back
 * @param rrule what the recurrence comes to
 */
record Wish(
    NewTask task, ZoneId zone, @Nullable Due due, List<Reminder> reminders, @Nullable Recurrence recurrence, @Nullable String rrule) {

  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** What is wrong with the task, by the name of its field. @param house the zone where none is named */
  static Optional<Refusal> refusal(NewTask task, ZoneId house, Instant now) {
    return ofZone(task.zone(), "zone")
        .or(() -> ofZone(recurrence(task).map(Recurrence::zone).orElse(task.zone()), "recurrence.zone"))
        .or(() -> ofZones(task))
        .or(() -> ofTime("dueDate", task.dueDate(), zone(task, house)))
        .or(() -> ofRecurrence(task, house, now))
        .or(() -> Times.refusal("reminderTime", task.reminderTime()))
        .or(() -> ofReminders(task))
        .or(() -> ofOrder(task, house));
  }

  /** @param task that {@link #refusal} has nothing against */
  static Wish of(NewTask task, ZoneId house, Instant now) {
    var zone = zone(task, house);
    var recurrence = recurrence(task).map(wanted -> new Recurrence(
        wanted.rrule(), wanted.frequency(), zone.getId(), wanted.until(), wanted.from(), wanted.missed())).orElse(null);
    var due = task.dueDate() == null ? null : Due.read(task.dueDate(), zone);
    if (recurrence != null && due == null) {
      due = first(recurrence, zone, now);
    }
    return new Wish(task, zone, due, reminders(task), recurrence,
        recurrence == null || due == null ? null : rrule(recurrence, zone));
  }

  /** Whether it is wanted to come back just as it does. */
  boolean recursAs(Task task) {
    return Objects.equals(recurrence, task.recurrence());
  }

  /** Today, or the first day after it on which it recurs. */
  private static @Nullable Due first(Recurrence recurrence, ZoneId zone, Instant now) {
    var today = now.atZone(zone).toLocalDate().atTime(LocalTime.MIDNIGHT);
    return Rule.of(rrule(recurrence, zone)).next(today.minusDays(1), today, true, zone)
        .map(day -> Due.of(day, zone, true)).orElse(null);
  }

  private static ZoneId zone(NewTask task, ZoneId house) {
    var name = recurrence(task).map(Recurrence::zone).orElse(task.zone());
    return name == null ? house : requireNonNull(Due.zone(name));
  }

  private static Optional<Recurrence> recurrence(NewTask task) {
    if (Boolean.FALSE.equals(task.isRecurring())) {
      return Optional.empty();
    }
    return Optional.ofNullable(task.recurrence()).or(() -> Optional.ofNullable(task.recurrenceSchedule()).map(Wish::shorthand));
  }

  private static Recurrence shorthand(String schedule) {
    var frequency = Arrays.stream(Frequency.values()).filter(known -> known.toString().equals(schedule)).findFirst();
    return new Recurrence(frequency.isPresent() ? null : schedule, frequency.orElse(null), null, null, null, null);
  }

  private static String rrule(Recurrence recurrence, ZoneId zone) {
    var rule = recurrence.frequency() == null ? requireNonNull(recurrence.rrule()) : recurrence.frequency().rrule();
    if (recurrence.until() == null) {
      return rule;
    }
    var until = Due.read(recurrence.until(), zone);
    return rule + ";UNTIL=" + (until.allDay() ? until.text().replace("-", "") : UTC.format(until.at()));
  }

  private static List<Reminder> reminders(NewTask task) {
    var more = requireNonNullElse(task.reminders(), List.<NewReminder>of()).stream().map(reminder -> reminder.at() != null
        ? Reminder.at(Times.read(reminder.at()).orElseThrow(), false) : Reminder.before(Duration.parse(requireNonNull(reminder.before()))));
    return Stream.concat(Times.read(task.reminderTime()).map(time -> Reminder.at(time, false)).stream(), more).toList();
  }

  private static Optional<Refusal> ofZone(@Nullable String name, String field) {
    return name == null || Due.zone(name) != null ? Optional.empty()
        : no(field, "must be a zone of the IANA database, such as America/New_York");
  }

  private static Optional<Refusal> ofZones(NewTask task) {
    var other = recurrence(task).map(Recurrence::zone);
    return other.isEmpty() || task.zone() == null || other.get().equals(task.zone()) ? Optional.empty()
        : no("recurrence.zone", "must be the task's, " + task.zone());
  }

  private static Optional<Refusal> ofTime(String field, @Nullable String text, ZoneId zone) {
    try {
      return text == null || isThinkable(Due.read(text, zone)) ? Optional.empty() : no(field, "must be between 1970 and 2199");
    } catch (DateTimeParseException e) {
      return no(field, "must be a date, or a time with or without an offset, after ISO 8601, such as 2026-01-31 or 2026-01-31T12:00:00Z");
    }
  }

  private static boolean isThinkable(Due due) {
    return !due.at().isBefore(EARLIEST) && due.at().isBefore(LATEST);
  }

  private static Optional<Refusal> ofRecurrence(NewTask task, ZoneId house, Instant now) {
    if (task.recurrence() != null && task.recurrenceSchedule() != null) {
      return no("recurrenceSchedule", "is another word for recurrence: send one of them");
    }
    var wanted = recurrence(task);
    if (wanted.isEmpty()) {
      return Boolean.TRUE.equals(task.isRecurring()) ? no("recurrence", "is needed where a task recurs") : Optional.empty();
    }
    var recurrence = wanted.get();
    var field = task.recurrence() == null ? "recurrenceSchedule" : "recurrence.rrule";
    if ((recurrence.rrule() == null) == (recurrence.frequency() == null)) {
      return no("recurrence", "must have either an rrule or a frequency");
    }
    var zone = zone(task, house);
    return ofTime("recurrence.until", recurrence.until(), zone).or(() -> ofRule(task, recurrence, zone, field, now));
  }

  private static Optional<Refusal> ofRule(NewTask task, Recurrence recurrence, ZoneId zone, String field, Instant now) {
    try {
      var due = task.dueDate() == null ? null : Due.read(task.dueDate(), zone);
      var rule = rrule(recurrence, zone);
      Rule.of(rule);
      if ((due == null || due.allDay()) && rule.matches("(?i).*BY(HOUR|MINUTE|SECOND).*")) {
        return no(field, "must not name times of a day where the task is due on days");
      }
      return due == null && first(recurrence, zone, now) == null ? no(field, "must name a day that comes") : Optional.empty();
    } catch (IllegalArgumentException e) {
      return no(field, requireNonNull(e.getMessage()));
    }
  }

  private static Optional<Refusal> ofReminders(NewTask task) {
    var reminders = requireNonNullElse(task.reminders(), List.<NewReminder>of());
    for (int i = 0; i < reminders.size(); i++) {
      var reminder = reminders.get(i);
      var field = "reminders[" + i + "]";
      if ((reminder.at() == null) == (reminder.before() == null)) {
        return no(field, "must have either a time (at) or a duration (before)");
      }
      var wrong = Times.refusal(field + ".at", reminder.at()).or(() -> ofDuration(field + ".before", reminder.before()));
      if (wrong.isPresent()) {
        return wrong;
      }
      if (reminder.before() != null && task.dueDate() == null && recurrence(task).isEmpty()) {
        return no(field + ".before", "needs a task that is due");
      }
    }
    return Optional.empty();
  }

  static Optional<Refusal> ofDuration(String field, @Nullable String text) {
    try {
      var duration = text == null ? Duration.ZERO : Duration.parse(text);
      return duration.isNegative() || duration.compareTo(LONGEST) > 0 ? no(field, "must be 0 to 366 days") : Optional.empty();
    } catch (DateTimeParseException e) {
      return no(field, "must be a duration after ISO 8601, such as PT30M");
    }
  }

  private static Optional<Refusal> ofOrder(NewTask task, ZoneId house) {
    if (task.order() == null) {
      return Optional.empty();
    }
    return task.dueDate() != null && !Due.read(task.dueDate(), zone(task, house)).allDay() ? Optional.empty()
        : no("dueDate", "must be a time where something is ordered");
  }

  private static Optional<Refusal> no(String field, String detail) {
    return Optional.of(Refusal.of("invalid", field, detail));
  }
}
