package dev.caravan.config.tasks;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.tasks.Exported;
import dev.caravan.model.tasks.Import;
import dev.caravan.model.tasks.Reminder;
import dev.caravan.model.tasks.Task;
import dev.caravan.model.tasks.TaskPolicy;
import dev.caravan.model.tasks.TaskView;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.ParameterList;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.PropertyFactory;
import net.fortuna.ical4j.model.TextList;
import net.fortuna.ical4j.model.component.VAlarm;
import net.fortuna.ical4j.model.component.VToDo;
import net.fortuna.ical4j.model.parameter.Related;
import net.fortuna.ical4j.model.property.Categories;
import net.fortuna.ical4j.model.property.Completed;
import net.fortuna.ical4j.model.property.Created;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.Due;
import net.fortuna.ical4j.model.property.LastModified;
import net.fortuna.ical4j.model.property.Priority;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Trigger;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.XProperty;
import net.fortuna.ical4j.model.property.immutable.ImmutableAction;
import net.fortuna.ical4j.validate.ValidationResult;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tasks as an iCalendar file (RFC 5545), one VTODO each. What it has no word for stands in properties that begin with X-CARAVAN. */
@Component("taskCalendar")
public class TaskCalendar {

  static final String ZONE = "X-CARAVAN-ZONE";
  static final String REPEAT_FROM = "X-CARAVAN-REPEAT-FROM";
  static final String OVERDUE = "X-CARAVAN-OVERDUE";
  static final String ASSIGNEE = "X-CARAVAN-ASSIGNEE";
  static final String ASSIGNEE_ROLE = "X-CARAVAN-ASSIGNEE-ROLE";
  static final String ORDER_ID = "X-CARAVAN-ORDER-ID";

  private static final Pattern SPLIT_CHARACTER = Pattern.compile("([\\uD800-\\uDBFF])\r\n ([\\uDC00-\\uDFFF])");

  private final TaskPolicy policy;

  public TaskCalendar(TaskPolicy policy) {
    this.policy = policy;
  }

  /** The file, in UTF-8. */
  public byte[] write(Exported tasks) throws IOException {
    var calendar = new Calendar().withProdId("-//Caravan//Tasks//EN").withDefaults().getFluentTarget();
    tasks.items().stream().map(item -> due(item.task())).filter(ZonedDateTime.class::isInstance)
        .map(due -> ((ZonedDateTime) due).getZone()).distinct().map(Zones::definition).forEach(calendar::add);
    tasks.items().forEach(item -> calendar.add(todo(item)));
    var text = new StringWriter();
    new CalendarOutputter(false).output(calendar, text);
    // The library folds lines in the middle of a character.
    return SPLIT_CHARACTER.matcher(text.toString()).replaceAll("\r\n $1$2").getBytes(StandardCharsets.UTF_8);
  }

  private static VToDo todo(Exported.Item item) {
    var task = item.task();
    var todo = new VToDo(false);
    todo.add(new Uid(item.uid()));
    todo.add(new DtStamp(task.updatedAt()));
    todo.add(new Created(task.createdAt()));
    todo.add(new LastModified(task.updatedAt()));
    todo.add(new Sequence((int) task.version()));
    todo.add(new Summary(lines(task.title())));
    if (task.description() != null) {
      todo.add(new Description(lines(task.description())));
    }
    todo.add(new Status(status(task.status())));
    if (task.status() == Task.Status.COMPLETED) {
      todo.add(new Completed(task.completedAt()));
    }
    todo.add(new Priority(priority(task.priority())));
    if (!task.tags().isEmpty()) {
      todo.add(new Categories(new TextList(task.tags())));
    }
    var due = due(task);
    if (item.rrule() != null) {
      // Without the time from which it counts a rule says nothing.
      todo.add(new DtStart<>(Objects.requireNonNull(due)));
      todo.add(new Rule(item.rrule().toUpperCase(Locale.ROOT)));
    } else if (due != null) {
      todo.add(new Due<>(due));
    }
    ours(item, due).forEach(todo::add);
    task.reminders().stream().filter(reminder -> !reminder.snooze())
        .forEach(reminder -> todo.add(alarm(reminder, lines(task.title()), item.rrule() == null ? Related.END : Related.START)));
    return todo;
  }

  /** An RRULE as it is: the library's own refuses some that are right. */
  private static final class Rule extends Property {

    private String value;

    Rule(String value) {
      super(RRULE, new ParameterList());
      this.value = value;
    }

    @Override
    public String getValue() {
      return value;
    }

    @Override
    public void setValue(String value) {
      this.value = value;
    }

    @Override
    public ValidationResult validate() {
      return new ValidationResult();
    }

    @Override
    protected PropertyFactory<?> newFactory() {
      throw new UnsupportedOperationException("is never copied");
    }
  }

  private static Stream<XProperty> ours(Exported.Item item, @Nullable Temporal due) {
    var task = item.task();
    var recurrence = item.rrule() == null ? null : task.recurrence();
    return Stream.of(
        ours(ZONE, due instanceof ZonedDateTime ? null : task.zone()),
        ours(REPEAT_FROM, recurrence == null ? null : recurrence.repeatFrom()), ours(OVERDUE, recurrence == null ? null : recurrence.overdue()),
        ours(ASSIGNEE, task.assignee()), ours(ASSIGNEE_ROLE, task.assigneeRole()), ours(ORDER_ID, task.orderId())).flatMap(each -> each);
  }

  private static Stream<XProperty> ours(String name, @Nullable Object value) {
    return value == null ? Stream.empty() : Stream.of(new XProperty(name, value.toString()));
  }

  private static VAlarm alarm(Reminder reminder, String title, Related related) {
    var alarm = new VAlarm();
    alarm.add(ImmutableAction.DISPLAY);
    alarm.add(new Description(title));
    alarm.add(reminder.before() == null ? new Trigger(Objects.requireNonNull(reminder.at()))
        : new Trigger(new ParameterList(List.of(related)), reminder.before().negated()));
    return alarm;
  }

  /** A day; or a time on the clock of its zone, or in UTC where that clock is there, or not known to calendars, or shows it twice. */
  private static @Nullable Temporal due(TaskView task) {
    if (task.dueDate() == null || task.dueAt() == null) {
      return null;
    }
    if (!task.dueDate().contains("T")) {
      return LocalDate.parse(task.dueDate());
    }
    var zone = ZoneId.of(task.zone());
    var local = task.dueAt().atZone(zone);
    var plain = local.toLocalDateTime().atZone(zone).toInstant().equals(task.dueAt());
    var utc = zone.getRules().isFixedOffset() && zone.getRules().getOffset(Instant.EPOCH).equals(ZoneOffset.UTC);
    return plain && !utc && Zones.isDefined(zone) ? local : task.dueAt();
  }

  private static String status(Task.Status status) {
    return switch (status) {
      case OPEN -> Status.VALUE_NEEDS_ACTION;
      case IN_PROGRESS -> Status.VALUE_IN_PROCESS;
      case COMPLETED -> Status.VALUE_COMPLETED;
      case SKIPPED -> Status.VALUE_CANCELLED;
    };
  }

  private static int priority(dev.caravan.model.tasks.Priority priority) {
    return switch (priority) {
      case URGENT -> 1;
      case HIGH -> 3;
      case NORMAL -> 5;
      case LOW -> 9;
    };
  }

  /** There is only one way to end a line within a text. */
  static String lines(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n');
  }

  /** {@link Import}, or why not. @param file in UTF-8 */
  public Outcome read(byte @Nullable [] file) throws IOException {
    try {
      var text = CalendarText.of(file == null ? "" : new String(file, StandardCharsets.UTF_8));
      return text.tasks().size() > Import.MAX ? Refusal.of("invalid", "body", "must not have more than " + Import.MAX + " tasks")
          : new Import(text.tasks().stream().map(task -> new CalendarEntry(task, text.locations(), policy.zone())).toList());
    } catch (ParserException e) {
      return Refusal.of("invalid", "body", "is no iCalendar file (line " + e.getLineNo() + ")");
    }
  }
}
