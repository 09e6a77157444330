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
    var due = repeatFrom == Recurrence.From.COMPLETION ? fromDayOf(done).stream().toList() : toCome(now);
    if (due.isEmpty()) {
      become(Status.ENDED, now);
    } else {
      lastOccurrence = due.get(due.size() - 1);
      occurrences += due.size();
      updatedAt = now;
    }
    return due;
  }

  /** Counted from the day of completion, at the anchor's time; from what was made last, if that is later. */
  private Optional<LocalDateTime> fromDayOf(Instant done) {
    var from = done.atZone(ZoneId.of(zone)).toLocalDate().atTime(anchor.toLocalTime());
    return rule().isUsedUp(occurrences) ? Optional.empty()
        : next(from, from).filter(next -> next.isAfter(lastOccurrence)).or(() -> next(lastOccurrence, lastOccurrence));
  }

  /** What has to be made now, by the calendar: the first one that has not passed and, where they are stacked, those before it. */
  private List<LocalDateTime> toCome(Instant now) {
    var due = new ArrayList<LocalDateTime>();
    for (var next = after(now); next.isPresent() && due.size() < MAX_STACK; next = next(next.get(), anchor)) {
      due.add(next.get());
      if (!hasPassed(next.get(), now)) {
        break;
      }
    }
    return due;
  }

  /** The first that is made after the last one: where those that passed are left out, it has not. */
  private Optional<LocalDateTime> after(Instant now) {
    if (overdue == Recurrence.Overdue.STACK) {
      return next(lastOccurrence, anchor);
    }
    // No clock is put forward by more than a day, and no day is longer than two.
    var recently = now.atZone(ZoneId.of(zone)).toLocalDateTime().minusDays(2);
    var next = next(recently.isAfter(lastOccurrence) ? recently : lastOccurrence, anchor);
    while (next.isPresent() && hasPassed(next.get(), now)) {
      next = next(next.get(), anchor);
    }
    return next;
  }

  private Optional<LocalDateTime> next(LocalDateTime moment, LocalDateTime from) {
    return rule().next(moment, from, allDay, ZoneId.of(zone));
  }

  private boolean hasPassed(LocalDateTime occurrence, Instant now) {
    return !due(occurrence).end().isAfter(now);
  }

  private Rule rule() {
    return Rule.of(rrule);
  }

  /** When an occurrence is due. */
  Due due(LocalDateTime occurrence) {
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
  ScheduleView view(int ahead, Instant now) {
    var upcoming = new ArrayList<String>();
    var next = ahead == 0 || status == Status.ENDED || repeatFrom == Recurrence.From.COMPLETION ? Optional.<LocalDateTime>empty()
        : after(now);
    while (next.isPresent() && upcoming.size() < ahead) {
      upcoming.add(due(next.get()).text());
      next = next(next.get(), anchor);
    }
    return new ScheduleView(id, taskId, title, rrule, frequency, zone, repeatFrom, overdue, status, status == Status.ACTIVE,
        due(anchor).text(), due(lastOccurrence).text(), occurrences, upcoming, createdAt, updatedAt, version);
  }
}
