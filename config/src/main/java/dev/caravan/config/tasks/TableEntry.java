package dev.caravan.config.tasks;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.tasks.Exported;
import dev.caravan.model.tasks.Import;
import dev.caravan.model.tasks.NewReminder;
import dev.caravan.model.tasks.Priority;
import dev.caravan.model.tasks.Recurrence;
import dev.caravan.model.tasks.Reminder;
import dev.caravan.model.tasks.Task;
import dev.caravan.model.tasks.TaskView;
import dev.caravan.model.users.Role;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** One line of a CSV file. A column that is left out leaves the task as it is; an empty cell takes away. */
final class TableEntry implements Import.Entry {

  private final CSVRecord row;
  private final Map<String, Integer> columns;
  private final int line;

  /** @param columns the places of the cells by their names */
  TableEntry(CSVRecord row, Map<String, Integer> columns, int line) {
    this.row = row;
    this.columns = columns;
    this.line = line;
  }

  @Override
  public String uid() {
    return cell(TaskTable.ID).filter(Import::isUid).orElseGet(() -> Import.uidOf(row.toList()));
  }

  @Override
  public Integer line() {
    return line;
  }

  @Override
  public Outcome read(Exported.@Nullable Item former) {
    return refusal().<Outcome>map(Function.identity()).orElseGet(() -> wanted(former));
  }

  private Optional<Refusal> refusal() {
    if (!row.isConsistent()) {
      return Optional.of(Refusal.of("invalid", "line", "has " + row.size() + " cells, and the header " + columns.size()));
    }
    return cell(TaskTable.ID).filter(id -> !Import.isUid(id))
        .map(id -> Refusal.of("invalid", TaskTable.ID, "must be 1 to 255 plain characters"))
        .or(() -> ofConstant(TaskTable.STATUS, Task.Status.class)).or(() -> ofConstant(TaskTable.PRIORITY, Priority.class))
        .or(() -> ofConstant(TaskTable.ASSIGNEE_ROLE, Role.class));
  }

  private <E extends Enum<E>> Optional<Refusal> ofConstant(String column, Class<E> type) {
    return cell(column).filter(name -> constant(type, name).isEmpty())
        .map(name -> Refusal.of("invalid", column, "must be one of " + Arrays.toString(type.getEnumConstants())));
  }

  private Outcome wanted(Exported.@Nullable Item former) {
    var item = Optional.ofNullable(former);
    var task = item.map(Exported.Item::task);
    return Import.Wanted.of(
        value(TaskTable.TITLE, task.map(TaskView::title)).orElse(""),
        value(TaskTable.DESCRIPTION, task.map(TaskView::description)).or(() -> task.map(TaskView::description).filter(String::isEmpty)).orElse(null),
        cell(TaskTable.STATUS).flatMap(name -> constant(Task.Status.class, name)).orElse(null),
        value(TaskTable.PRIORITY, task.map(it -> it.priority().name())).flatMap(name -> constant(Priority.class, name)).orElse(null),
        columns.containsKey(TaskTable.TAGS) ? tags() : task.map(TaskView::tags).orElse(List.of()),
        value(TaskTable.DUE_DATE, task.map(TaskView::dueDate)).orElse(null), value(TaskTable.ZONE, task.map(TaskView::zone)).orElse(null),
        reminders(task), Recurrence.imported(value(TaskTable.RECURRENCE, item.map(Exported.Item::rrule)).orElse(null), former),
        value(TaskTable.ASSIGNEE, task.map(TaskView::assignee)).orElse(null),
        value(TaskTable.ASSIGNEE_ROLE, task.map(TaskView::assigneeRole).map(Role::name)).flatMap(name -> constant(Role.class, name)).orElse(null),
        value(TaskTable.ORDER_ID, task.map(TaskView::orderId)).orElse(null), former);
  }

  private List<String> tags() {
    return cell(TaskTable.TAGS).stream().flatMap(tags -> Stream.of(tags.split(";"))).map(String::strip).filter(tag -> !tag.isEmpty()).toList();
  }

  /** The task's own, of which the first that has a time of its own has the one of the cell. */
  private List<NewReminder> reminders(Optional<TaskView> task) {
    var own = task.map(TaskView::reminders).orElse(List.of()).stream().filter(reminder -> !reminder.snooze()).toList();
    var first = own.stream().filter(reminder -> reminder.at() != null).findFirst();
    var wanted = value(TaskTable.REMINDER_TIME, first.map(Reminder::at).map(Object::toString)).map(time -> new NewReminder(time, null));
    var kept = own.stream().flatMap(reminder -> first.filter(reminder::equals).isPresent() ? wanted.stream()
        : Stream.of(new NewReminder(text(reminder.at()), text(reminder.before()))));
    return (first.isPresent() ? kept : Stream.concat(wanted.stream(), kept)).toList();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** What the cell says, or the task where there is no such column. */
  private Optional<String> value(String column, Optional<String> former) {
    return columns.containsKey(column) ? cell(column) : former;
  }

  private Optional<String> cell(String column) {
    return Optional.ofNullable(columns.get(column)).filter(place -> place < row.size()).map(row::get).map(TaskTable::meant)
        .filter(cell -> !cell.isEmpty());
  }

  private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
    return Stream.of(type.getEnumConstants()).filter(each -> each.name().equals(name)).findFirst();
  }
}
