package dev.caravan.config.tasks;

import dev.caravan.config.tasks.CalendarText.Line;
import dev.caravan.config.tasks.CalendarText.Part;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.tasks.Exported;
import dev.caravan.model.tasks.Import;
import dev.caravan.model.tasks.NewReminder;
import dev.caravan.model.tasks.Priority;
import dev.caravan.model.tasks.Recurrence;
import dev.caravan.model.tasks.Task;
import dev.caravan.model.tasks.TaskView;
import dev.caravan.model.users.Role;
import net.fortuna.ical4j.model.TemporalAmountAdapter;
import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One VTODO, as calendars of any vendor write it. */
final class CalendarEntry implements Import.Entry {

  private static final DateTimeFormatter DATE = format("uuuuMMdd");
  private static final DateTimeFormatter TIME = format("uuuuMMdd'T'HHmmss");
  private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");
  private static final Duration LONGEST = Duration.ofDays(3660);
  private static final Map<String, Task.Status> STATUSES = Map.of(
      "NEEDS-ACTION", Task.Status.OPEN, "IN-PROCESS", Task.Status.IN_PROGRESS, "COMPLETED", Task.Status.COMPLETED,
      "CANCELLED", Task.Status.SKIPPED);

  private final Part todo;
  private final Map<String, String> locations;
  private final ZoneId house;

  /** @param locations zones of the IANA database by the calendar's names for them @param house the zone where none is named */
  CalendarEntry(Part todo, Map<String, String> locations, ZoneId house) {
    this.todo = todo;
    this.locations = locations;
    this.house = house;
  }

  /** A date, or a time in UTC or on somebody's clock. */
  private record When(LocalDateTime local, boolean allDay, boolean utc) {

    Instant at(ZoneId zone) {
      return local.atZone(utc ? ZoneOffset.UTC : zone).toInstant();
    }

    String text() {
      return allDay ? local.toLocalDate().toString() : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local) + (utc ? "Z" : "");
    }
  }

  @Override
  public String uid() {
    return todo.text("UID").filter(Import::isUid).orElseGet(() -> Import.uidOf(todo));
  }

  @Override
  public @Nullable Integer line() {
    return null;
  }

  @Override
  public Outcome read(Exported.@Nullable Item former) {
    return refusal(zone(former)).<Outcome>map(Function.identity()).orElseGet(() -> wanted(former));
  }

  private Outcome wanted(Exported.@Nullable Item former) {
    var task = Optional.ofNullable(former).map(Exported.Item::task);
    var zone = zone(former);
    var recurrence = Optional.ofNullable(Recurrence.imported(todo.text("RRULE").orElse(null), former))
        .map(recurs -> recurs.with(
            todo.text(TaskCalendar.REPEAT_FROM).flatMap(name -> constant(Recurrence.From.class, name)).orElse(null),
            todo.text(TaskCalendar.OVERDUE).flatMap(name -> constant(Recurrence.Overdue.class, name)).orElse(null)));
    return Import.Wanted.of(
        text("SUMMARY", task.map(TaskView::title)).orElse(""), text("DESCRIPTION", task.map(TaskView::description)).orElse(null),
        status().orElse(null), todo.text("PRIORITY").map(CalendarEntry::priority).orElse(null), tags(),
        due().map(When::text).orElse(null), zone.getId(),
        alarms().flatMap(alarm -> reminder(alarm, zone).stream()).distinct().toList(), recurrence.orElse(null),
        todo.text(TaskCalendar.ASSIGNEE).or(() -> task.map(TaskView::assignee)).orElse(null),
        todo.text(TaskCalendar.ASSIGNEE_ROLE).flatMap(name -> constant(Role.class, name)).or(() -> task.map(TaskView::assigneeRole)).orElse(null),
        todo.text(TaskCalendar.ORDER_ID).or(() -> task.map(TaskView::orderId)).orElse(null), former);
  }

  private Optional<Refusal> refusal(ZoneId zone) {
    return ofText("UID", Import::isUid, "must be 1 to 255 plain characters")
        .or(() -> ofText("RECURRENCE-ID", any -> false, "is not understood: what comes back is taken as a whole"))
        .or(() -> ofTime("DUE")).or(() -> ofTime("DTSTART"))
        .or(() -> ofText("DURATION", text -> duration(text).isPresent(), "must be a duration of at most ten years"))
        .or(() -> ofText("STATUS", text -> status().isPresent(), "must be NEEDS-ACTION, IN-PROCESS, COMPLETED or CANCELLED"))
        .or(() -> ofText("PRIORITY", text -> text.matches("[0-9]"), "must be 0 to 9"))
        .or(() -> ofText(TaskCalendar.ZONE, text -> zone(text).isPresent(), "must be a zone of the IANA database"))
        .or(() -> ofConstant(TaskCalendar.REPEAT_FROM, Recurrence.From.class))
        .or(() -> ofConstant(TaskCalendar.OVERDUE, Recurrence.Overdue.class))
        .or(() -> ofConstant(TaskCalendar.ASSIGNEE_ROLE, Role.class))
        .or(() -> alarms().allMatch(alarm -> reminder(alarm, zone).isPresent()) ? Optional.empty()
            : no("TRIGGER", "must be a time, or a duration from a time of the task that is there"));
  }

  private Optional<Refusal> ofText(String name, Predicate<String> right, String detail) {
    return todo.text(name).filter(right.negate()).flatMap(wrong -> no(name, detail));
  }

  private <E extends Enum<E>> Optional<Refusal> ofConstant(String name, Class<E> type) {
    return ofText(name, text -> constant(type, text).isPresent(), "must be one of " + List.of(type.getEnumConstants()));
  }

  private Optional<Refusal> ofTime(String name) {
    return todo.line(name).filter(line -> when(line).isEmpty() || line.parameters().containsKey("TZID") && zone(line).isEmpty())
        .flatMap(wrong -> no(name, "must be a date or a time, in a zone that is known"));
  }

  private static Optional<Refusal> no(String field, String detail) {
    return Optional.of(Refusal.of("invalid", field, detail));
  }

  // What it says

  /** The text of a property; the task's own where only the ends of lines are written in another way. */
  private Optional<String> text(String name, Optional<String> former) {
    var text = todo.text(name);
    return former.filter(own -> TaskCalendar.lines(own).equals(text.orElse(""))).or(() -> text);
  }

  private Optional<Task.Status> status() {
    var done = todo.line("COMPLETED").isPresent() || todo.text("PERCENT-COMPLETE").filter("100"::equals).isPresent();
    var status = todo.text("STATUS").map(text -> text.toUpperCase(Locale.ROOT));
    return status.isPresent() ? status.map(STATUSES::get) : done ? Optional.of(Task.Status.COMPLETED) : Optional.empty();
  }

  private static Priority priority(String level) {
    return switch (level) {
      case "1", "2" -> Priority.URGENT;
      case "3", "4" -> Priority.HIGH;
      case "7", "8", "9" -> Priority.LOW;
      default -> Priority.NORMAL;
    };
  }

  private List<String> tags() {
    return todo.lines().stream().filter(line -> line.name().equals("CATEGORIES"))
        .flatMap(line -> COMMA.splitAsStream(line.value())).map(Line::text).map(String::strip).filter(tag -> !tag.isEmpty()).toList();
  }

  /** DUE; or where something takes so long from its start, its end; or where it comes back from its start on, that. */
  private Optional<When> due() {
    var start = todo.line("DTSTART").flatMap(CalendarEntry::when);
    return todo.line("DUE").flatMap(CalendarEntry::when)
        .or(() -> todo.text("DURATION").flatMap(CalendarEntry::duration)
            .flatMap(time -> start.map(from -> new When(from.local().plus(time), from.allDay(), from.utc()))))
        .or(() -> start.filter(from -> todo.line("RRULE").isPresent()));
  }

  private Stream<Part> alarms() {
    // Apple writes this for an alarm that there is not.
    return todo.parts().stream().filter(part -> part.name().equals("VALARM") && !part.text("ACTION").equals(Optional.of("NONE")));
  }

  private Optional<NewReminder> reminder(Part alarm, ZoneId zone) {
    var trigger = alarm.line("TRIGGER");
    var at = trigger.flatMap(CalendarEntry::when).map(when -> when.at(zone));
    if (trigger.isEmpty() || at.isPresent()) {
      return at.map(time -> new NewReminder(time.toString(), null));
    }
    var due = due().map(when -> when.at(zone));
    var start = todo.line("DTSTART").flatMap(CalendarEntry::when).map(when -> when.at(zone)).or(() -> due);
    var from = "END".equalsIgnoreCase(trigger.get().parameters().get("RELATED")) ? due : start;
    return duration(trigger.get().value()).flatMap(later -> from.map(time -> from.equals(due) && later.compareTo(Duration.ZERO) <= 0
        ? new NewReminder(null, later.negated().toString()) : new NewReminder(time.plus(later).toString(), null)));
  }

  private ZoneId zone(Exported.@Nullable Item former) {
    var times = Stream.of("DUE", "DTSTART").flatMap(name -> todo.line(name).stream()).toList();
    return times.stream().flatMap(line -> zone(line).stream()).findFirst()
        .or(() -> todo.text(TaskCalendar.ZONE).flatMap(this::zone))
        .or(() -> Optional.ofNullable(former).map(item -> ZoneId.of(item.task().zone())))
        .orElseGet(() -> times.stream().anyMatch(line -> when(line).filter(When::utc).isPresent()) ? ZoneId.of("UTC") : house);
  }

  private Optional<ZoneId> zone(Line line) {
    return Optional.ofNullable(line.parameters().get("TZID")).flatMap(this::zone);
  }

  private Optional<ZoneId> zone(String name) {
    return Zones.named(name, locations);
  }

  // How it is written

  private static Optional<When> when(Line line) {
    var text = line.value().strip();
    try {
      var utc = text.endsWith("Z");
      return Optional.of(text.indexOf('T') < 0 ? new When(LocalDate.parse(text, DATE).atStartOfDay(), true, false)
          : new When(LocalDateTime.parse(utc ? text.substring(0, text.length() - 1) : text, TIME), false, utc));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(TemporalAmountAdapter.parse(text.strip()).toDuration()).filter(time -> time.abs().compareTo(LONGEST) <= 0);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
    return Stream.of(type.getEnumConstants()).filter(each -> each.name().equals(name)).findFirst();
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
  }
}
