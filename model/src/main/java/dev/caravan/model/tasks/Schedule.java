package dev.caravan.model.tasks;

import dev.caravan.model.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * When a task comes back. Each of its occurrences is made once, in order: what was made last is remembered here, and nothing
 * before it is ever made again.
 */
@Entity
@Table(schema = "tasks", name = "schedule")
public class Schedule {

  /** How many occurrences that passed are made in one go. */
  static final int MAX_STACK = 100;

  public enum Status {
    ACTIVE, PAUSED,
    /** There is no further occurrence, or nobody wants one. */
    ENDED
  }

  @Id private UUID id;
  private UUID taskId;
  private String title;
  private String rrule;
  @Enumerated(EnumType.STRING) private @Nullable Frequency frequency;
  private String zone;
  private LocalDateTime anchor;
  private boolean allDay;
  @Enumerated(EnumType.STRING) private Recurrence.From repeatFrom;
  @Enumerated(EnumType.STRING) private Recurrence.Overdue overdue;
  @Enumerated(EnumType.STRING) private Status status = Status.ACTIVE;
  /** Of the calendar: which occurrence was made last. */
  private LocalDateTime lastOccurrence;
  private int occurrences;
  @Column(updatable = false) private Instant createdAt;
  private Instant updatedAt;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected Schedule() {}

  /** @param task its first occurrence */
  Schedule(Task task, Wish wish, Instant now) {
    var recurrence = Objects.requireNonNull(wish.recurrence());
    var anchor = Objects.requireNonNull(wish.due());
    this.id = Ids.next();
    this.taskId = task.id();
    this.title = task.title();
    this.rrule = Objects.requireNonNull(wish.rrule());
    this.frequency = recurrence.frequency();
    this.zone = anchor.zone().getId();
    this.anchor = anchor.local();
    this.allDay = anchor.allDay();
    this.repeatFrom = recurrence.from();
    this.overdue = recurrence.missed();
    this.lastOccurrence = anchor.local();
    this.occurrences = 1;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /**
   * The occurrences that have to be made now that one is done or skipped, and remembers them; none if it was not the last one,
   * or if the schedule is not active. Without a further one it ends.
   *
   * @param occurrence which was done, and when
   */
  List<LocalDateTime> after(LocalDateTime occurrence, Instant done, Instant now) {
    if (status != Status.ACTIVE || !occurrence.equals(lastOccurrence)) {
      return List.of();
    }
    var due = new ArrayList<LocalDateTime>();
    var next = next(done, now);
    next.ifPresent(due::add);
    while (overdue == Recurrence.Overdue.STACK && repeatFrom == Recurrence.From.DUE && next.isPresent()
        && due(next.get()).end().isBefore(now) && due.size() < MAX_STACK) {
      next = rule().next(next.get(), anchor, allDay, ZoneId.of(zone));
      next.ifPresent(due::add);
    }
    if (due.isEmpty()) {
      become(Status.ENDED, now);
    } else {
      lastOccurrence = due.get(due.size() - 1);
      occurrences += due.size();
      updatedAt = now;
    }
    return due;
  }

  private Optional<LocalDateTime> next(Instant done, Instant now) {
    var here = ZoneId.of(zone);
    if (repeatFrom == Recurrence.From.COMPLETION) {
      var from = done.atZone(here).toLocalDate().atTime(anchor.toLocalTime());
      return rule().isUsedUp(occurrences) ? Optional.empty()
          : rule().next(from, from, allDay, here).filter(next -> next.isAfter(lastOccurrence))
              .or(() -> rule().next(lastOccurrence, lastOccurrence, allDay, here));
    }
    var next = rule().next(lastOccurrence, anchor, allDay, here);
    if (overdue == Recurrence.Overdue.STACK || next.isEmpty() || !due(next.get()).end().isBefore(now)) {
      return next;
    }
    // A day that has begun is not over yet.
    var missed = now.atZone(here).toLocalDateTime();
    return rule().next(allDay ? missed.toLocalDate().atStartOfDay().minusDays(1) : missed, anchor, allDay, here);
  }

  private Rule rule() {
    return Rule.of(rrule);
  }

  private Due due(LocalDateTime occurrence) {
    return Due.of(occurrence, ZoneId.of(zone), allDay);
  }

  void become(Status status, Instant now) {
    this.status = status;
    this.updatedAt = now;
  }

  UUID id() {
    return id;
  }

  Status status() {
    return status;
  }

  LocalDateTime lastOccurrence() {
    return lastOccurrence;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** @param ahead how many of the occurrences to come are told, if they follow from the calendar alone */
  ScheduleView view(int ahead) {
    var upcoming = new ArrayList<String>();
    var next = status == Status.ENDED || repeatFrom == Recurrence.From.COMPLETION ? Optional.<LocalDateTime>empty()
        : rule().next(lastOccurrence, anchor, allDay, ZoneId.of(zone));
    while (next.isPresent() && upcoming.size() < ahead) {
      upcoming.add(due(next.get()).text());
      next = rule().next(next.get(), anchor, allDay, ZoneId.of(zone));
    }
    return new ScheduleView(id, taskId, title, rrule, frequency, zone, repeatFrom, overdue, status, status == Status.ACTIVE,
        due(anchor).text(), due(lastOccurrence).text(), occurrences, upcoming, createdAt, updatedAt, version);
  }
}
