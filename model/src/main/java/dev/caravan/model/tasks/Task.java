package dev.caravan.model.tasks;

import static java.util.Objects.requireNonNullElse;

import dev.caravan.model.Ids;
import dev.caravan.model.orders.NewOrder;
import dev.caravan.model.users.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Something that a person has to do: open until it is done or skipped, and then perhaps open again. What recurs is a further
 * task each time, an occurrence of the same schedule.
 */
@Entity
@DynamicUpdate
@Table(schema = "tasks", name = "task")
public class Task {

  public enum Status {
    OPEN, IN_PROGRESS, COMPLETED,
    /** This occurrence is left out. */
    SKIPPED;

    boolean isClosed() {
      return this == COMPLETED || this == SKIPPED;
    }
  }

  @Id private UUID id;
  /** By which it is known elsewhere; null for one that was written here. */
  private @Nullable String uid;
  private String title;
  private @Nullable String description;
  @Enumerated(EnumType.STRING) private Status status = Status.OPEN;
  @Enumerated(EnumType.STRING) private Priority priority = Priority.NORMAL;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private List<String> tags = List.of();
  private @Nullable Instant dueAt;
  private boolean allDay;
  private String zone;
  @Column(insertable = false, updatable = false) private @Nullable Instant dueOrder;
  @Column(insertable = false, updatable = false) private int urgency;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private List<Reminder> reminders = List.of();
  /** The first of the reminders that are pending. */
  private @Nullable Instant remindAt;
  private @Nullable Instant snoozedUntil;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private @Nullable Recurrence recurrence;
  private @Nullable UUID scheduleId;
  private @Nullable LocalDateTime occurrence;
  private @Nullable String assignee;
  @Enumerated(EnumType.STRING) private @Nullable Role assigneeRole;
  private @Nullable String owner;
  private @Nullable String orderId;
  @Column(name = "order_template") @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private @Nullable NewOrder order;
  private boolean orderRefused;
  @Enumerated(EnumType.STRING) private @Nullable Duty duty;
  private @Nullable String about;
  private @Nullable String outcome;
  private @Nullable String note;
  private @Nullable Instant completedAt;
  private @Nullable String completedBy;
  private @Nullable Instant deletedAt;
  @Column(updatable = false) private Instant createdAt;
  private Instant updatedAt;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected Task() {}

  /** @param owner who wrote it, if that is known */
  @SuppressWarnings("NullAway.Init")
  Task(@Nullable String owner, Instant now) {
    this.id = Ids.next();
    this.owner = owner;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** What its author wants to be in it, except its status and whether it recurs. */
  void says(Wish wish, Instant now) {
    var wanted = wish.task();
    title = wanted.title();
    description = wanted.description();
    priority = requireNonNullElse(wanted.priority(), Priority.NORMAL);
    tags = wanted.tags() == null ? List.of() : wanted.tags().stream().distinct().toList();
    assignee = wanted.assignee();
    assigneeRole = wanted.assigneeRole();
    orderId = wanted.orderId();
    order = wanted.order();
    orderRefused = false;
    zone = wish.zone().getId();
    due(wish.due());
    reminders = Stream.concat(
            wish.reminders().stream().map(wished -> reminders.stream().filter(wished::isAs).findFirst().orElse(wished)),
            reminders.stream().filter(Reminder::snooze))
        .toList();
    arm(now);
  }

  void changed(Instant now) {
    updatedAt = now;
  }

  private void due(@Nullable Due due) {
    dueAt = due == null ? null : due.at();
    allDay = due != null && due.allDay();
  }

  private void arm(Instant now) {
    if (!isLive()) {
      return;
    }
    var due = due();
    remind(reminders.stream()
        .map(reminder -> reminder.snooze() ? reminder : reminder.armed(due, now))
        .map(reminder -> isSnoozedBeyond(reminder) ? reminder.become(Reminder.Status.CANCELLED, null) : reminder).toList());
  }

  private boolean isSnoozedBeyond(Reminder reminder) {
    return reminder.pending() && !reminder.snooze() && snoozedUntil != null && reminder.remindAt().isBefore(snoozedUntil);
  }

  private void remind(List<Reminder> changed) {
    reminders = changed;
    remindAt = changed.stream().filter(Reminder::pending).map(Reminder::remindAt).min(Comparator.naturalOrder()).orElse(null);
  }

  /** Whether it is still to be done. */
  boolean isLive() {
    return !status.isClosed() && deletedAt == null;
  }

  void closed(Status how, Closing closing, String by, Instant now) {
    status = how;
    outcome = closing.outcome();
    note = closing.note();
    completedAt = now;
    completedBy = by;
    snoozedUntil = null;
    silenced();
    updatedAt = now;
  }

  private void silenced() {
    remind(reminders.stream().filter(reminder -> !reminder.snooze() || !reminder.pending())
        .map(reminder -> reminder.pending() ? reminder.become(Reminder.Status.CANCELLED, null) : reminder).toList());
  }

  /** @param status open or in progress */
  void goesOn(Status status, Instant now) {
    this.status = status;
    outcome = null;
    note = null;
    completedAt = null;
    completedBy = null;
    arm(now);
    updatedAt = now;
  }

  void snoozed(Instant until, Instant now) {
    silenced();
    snoozedUntil = until;
    reminders = Stream.concat(reminders.stream(), Stream.of(Reminder.at(until, true))).toList();
    arm(now);
    updatedAt = now;
  }

  void deleted(Instant now) {
    silenced();
    deletedAt = now;
    updatedAt = now;
  }

  void restored(Instant now) {
    deletedAt = null;
    arm(now);
    updatedAt = now;
  }

  /** Fires the reminders that are due and returns them. */
  List<Reminder> fire(Instant now) {
    var due = reminders.stream().filter(reminder -> reminder.pending() && !reminder.remindAt().isAfter(now)).toList();
    remind(reminders.stream().map(reminder -> due.contains(reminder) ? reminder.become(Reminder.Status.FIRED, now) : reminder).toList());
    if (snoozedUntil != null && !snoozedUntil.isAfter(now)) {
      snoozedUntil = null;
    }
    return due;
  }

  /** It is an occurrence of this schedule, by which it comes back. */
  void recurs(Recurrence recurrence, UUID scheduleId, LocalDateTime occurrence) {
    this.recurrence = recurrence;
    this.scheduleId = scheduleId;
    this.occurrence = occurrence;
  }

  void recursNoMore() {
    recurrence = null;
    scheduleId = null;
    occurrence = null;
  }

  /** The same task another time. @param occurrence of its schedule, and when that is due */
  Task again(LocalDateTime occurrence, Due due, Instant now) {
    var next = new Task(owner, now);
    next.title = title;
    next.description = description;
    next.priority = priority;
    next.tags = tags;
    next.assignee = assignee;
    next.assigneeRole = assigneeRole;
    next.order = order;
    next.zone = due.zone().getId();
    next.due(due);
    next.recurs(Objects.requireNonNull(recurrence), Objects.requireNonNull(scheduleId), occurrence);
    var former = Objects.requireNonNull(due()).local();
    next.reminders = reminders.stream().filter(reminder -> !reminder.snooze())
        .map(reminder -> reminder.moved(former, due.local(), due.zone())).toList();
    next.arm(now);
    return next;
  }

  /** An order was placed for it. */
  void ordered(String orderId) {
    this.orderId = orderId;
  }

  /** Nothing is ordered for it unless somebody changes it. */
  void couldNotOrder(String why, Instant now) {
    orderRefused = true;
    note = why;
    priority = Priority.URGENT;
    updatedAt = now;
  }

  /** It is known elsewhere, by this. */
  void isKnownBy(String uid) {
    this.uid = uid;
  }

  /** By which it is known everywhere. */
  String uid() {
    return uid == null ? id.toString() : uid;
  }

  /** The house itself needs it done. */
  void isFor(Duty duty, String about) {
    this.duty = duty;
    this.about = about;
  }

  UUID id() {
    return id;
  }

  Status status() {
    return status;
  }

  @Nullable Due due() {
    return dueAt == null ? null : new Due(dueAt, ZoneId.of(zone), allDay);
  }

  /** What a standing order orders, if it has not been ordered yet. */
  Optional<NewOrder> toOrder() {
    return isLive() && orderId == null && !orderRefused ? Optional.ofNullable(order) : Optional.empty();
  }

  @Nullable Recurrence recurrence() {
    return recurrence;
  }

  @Nullable UUID scheduleId() {
    return scheduleId;
  }

  @Nullable LocalDateTime occurrence() {
    return occurrence;
  }

  @Nullable Instant remindAt() {
    return remindAt;
  }

  @Nullable Duty duty() {
    return duty;
  }

  @Nullable String orderId() {
    return orderId;
  }

  @Nullable String about() {
    return about;
  }

  @Nullable Instant deletedAt() {
    return deletedAt;
  }

  Instant completedAt() {
    return Objects.requireNonNull(completedAt);
  }

  long version() {
    return version;
  }

  String title() {
    return title;
  }

  @Nullable String assignee() {
    return assignee;
  }

  @Nullable Role assigneeRole() {
    return assigneeRole;
  }

  @Nullable String owner() {
    return owner;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }

  /** For sorting: the end of time if it is not due. */
  Instant dueOrder() {
    return Objects.requireNonNull(dueOrder);
  }

  /** For sorting: the higher the more urgent. */
  int urgency() {
    return urgency;
  }

  /** As its author would have to write it. */
  NewTask asWritten() {
    var own = reminders.stream().filter(reminder -> !reminder.snooze()).toList();
    var first = own.stream().filter(reminder -> reminder.at() != null).findFirst().orElse(null);
    var others = own.stream().filter(reminder -> reminder != first).map(reminder -> new NewReminder(
        reminder.at() == null ? null : reminder.at().toString(), reminder.before() == null ? null : reminder.before().toString())).toList();
    var due = due();
    return new NewTask(title, description, status, priority, tags, due == null ? null : due.text(), zone,
        first == null ? null : Objects.requireNonNull(first.at()).toString(), others, null,
        recurrence == null ? null : recurrence.inZoneOfTask(), null, assignee, assigneeRole, orderId, order);
  }

  TaskView view() {
    var due = due();
    var first = reminders.stream().filter(reminder -> reminder.at() != null && !reminder.snooze()).findFirst().map(Reminder::at).orElse(null);
    return new TaskView(id, title, description, status, priority, tags, due == null ? null : due.text(), dueAt, zone, first,
        reminders, scheduleId != null, recurrence, scheduleId, assignee, assigneeRole, owner, orderId, order,
        duty, about, duty == null ? null : duty.outcomes(), outcome, note, snoozedUntil, completedAt, completedBy, deletedAt,
        createdAt, updatedAt, version);
  }
}
