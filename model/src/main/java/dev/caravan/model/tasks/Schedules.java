package dev.caravan.model.tasks;

import dev.caravan.model.Ids;
import dev.caravan.model.Listing;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import jakarta.inject.Named;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The schedules by which tasks come back: looked up, paused, resumed and ended. */
@Named("schedules")
public class Schedules {

  private static final int UPCOMING = 5;
  private static final Listing<Schedule, UUID> LISTING =
      new Listing<>(Schedule.class, "createdAt", Schedule::createdAt, Schedule::id, UUID::fromString);

  @PersistenceContext
  private Session database;

  private final Consequences consequences;
  private final EventLog events;
  private final Clock clock;

  public Schedules(Consequences consequences, EventLog events, Clock clock) {
    this.consequences = consequences;
    this.events = events;
    this.clock = clock;
  }

  /** The task comes back as is wanted from now on. A recurrence that is not changed goes on, even if this task is moved. */
  @Transactional(TxType.MANDATORY)
  void follow(Task task, Wish wish, Instant now) {
    if (wish.recursAs(task)) {
      return;
    }
    end(task.scheduleId(), Tasks.ACTOR);
    if (wish.recurrence() == null) {
      task.recursNoMore();
    } else {
      var schedule = new Schedule(task, wish, now);
      database.persist(schedule);
      task.recurs(wish.recurrence(), schedule.id(), schedule.lastOccurrence());
    }
  }

  /** These tasks as they go into a file. */
  @Transactional(TxType.MANDATORY)
  List<Exported.Item> exported(List<Task> tasks) {
    var rules = database.createQuery("select id, rrule from Schedule where id in :ids", Object[].class)
        .setParameter("ids", tasks.stream().map(Task::scheduleId).filter(Objects::nonNull).distinct().toList())
        .getResultStream().collect(Collectors.toMap(row -> (UUID) row[0], row -> (String) row[1]));
    return tasks.stream()
        .map(task -> new Exported.Item(task.view(), task.uid(), task.status().isClosed() || task.scheduleId() == null ? null : rules.get(task.scheduleId())))
        .toList();
  }

  @Transactional(TxType.MANDATORY)
  Schedule lock(UUID id) {
    return find(id).orElseThrow();
  }

  /** Nothing comes back by this schedule any more. */
  @Transactional(TxType.MANDATORY)
  void end(@Nullable UUID id, String actor) {
    become(id, Schedule.Status.ENDED, "schedule.ended", actor);
  }

  /** What was ended comes back again. */
  @Transactional(TxType.MANDATORY)
  void goOn(@Nullable UUID id, String actor) {
    become(id, Schedule.Status.ACTIVE, "schedule.resumed", actor);
  }

  /** Nothing comes back until it is resumed. Pausing twice is pausing once. */
  @Transactional
  public Outcome pause(String id, @Nullable String actor) {
    return change(id, Schedule.Status.PAUSED, "schedule.paused", actor);
  }

  /** It comes back from now on; what passed is made up for as its recurrence says. Resuming twice is resuming once. */
  @Transactional
  public Outcome resume(String id, @Nullable String actor) {
    return change(id, Schedule.Status.ACTIVE, "schedule.resumed", actor);
  }

  private Outcome change(String id, Schedule.Status wanted, String fact, @Nullable String actor) {
    var wrong = Tasks.ofActor(actor);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    var schedule = find(id, LockModeType.PESSIMISTIC_WRITE).orElse(null);
    if (schedule == null) {
      return unknown(id);
    }
    if (schedule.status() == Schedule.Status.ENDED) {
      return Refusal.of("closed", "The schedule is ENDED.");
    }
    become(schedule, wanted, fact, Tasks.by(actor));
    database.flush();
    return schedule.view(UPCOMING, clock.instant());
  }

  private void become(@Nullable UUID id, Schedule.Status wanted, String fact, String actor) {
    Optional.ofNullable(id).flatMap(this::find).ifPresent(schedule -> become(schedule, wanted, fact, actor));
  }

  private void become(Schedule schedule, Schedule.Status wanted, String fact, String actor) {
    if (schedule.status() != wanted) {
      schedule.become(wanted, clock.instant());
      tell(schedule, fact, actor);
    }
  }

  /** Tells of the schedule, by the last task that was made of it. */
  @Transactional(TxType.MANDATORY)
  void tell(Schedule schedule, String fact, String actor) {
    var task = database.createQuery("select id from Task where scheduleId = :id and occurrence = :last", UUID.class)
        .setParameter("id", schedule.id()).setParameter("last", schedule.lastOccurrence()).uniqueResult();
    if (task != null) {
      var told = events.record(fact, task.toString(),
          Map.of(Event.TASK_ID, task.toString(), "scheduleId", schedule.id(), Event.STATUS, schedule.status()), actor, null);
      if (schedule.status() == Schedule.Status.ACTIVE) {
        consequences.follow(task, told);
      }
    }
  }

  @Transactional
  public Outcome one(String id) {
    return find(id, LockModeType.NONE).<Outcome>map(schedule -> schedule.view(UPCOMING, clock.instant())).orElse(unknown(id));
  }

  /** One page of schedules, newest first. All parameters may be null; a wrong one is refused by its name. @param isActive true or false */
  @Transactional
  public Outcome list(@Nullable String isActive, @Nullable String limit, @Nullable String cursor) {
    if (isActive != null && !isActive.matches("true|false")) {
      return Refusal.of("invalid", "isActive", "must be true or false");
    }
    Listing.Condition<Schedule> condition = (schedule, builder) -> isActive == null ? List.of()
        : List.of(isActive.equals("true") ? builder.equal(schedule.get("status"), Schedule.Status.ACTIVE)
            : builder.notEqual(schedule.get("status"), Schedule.Status.ACTIVE));
    return LISTING.page(database, Map.of(), condition, limit, cursor,
        (schedules, next) -> new ScheduleView.Page(schedules.stream().map(schedule -> schedule.view(0, clock.instant())).toList(), next));
  }

  private Optional<Schedule> find(UUID id) {
    return Optional.ofNullable(database.find(Schedule.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  private Optional<Schedule> find(String id, LockModeType lock) {
    return Ids.read(id).map(known -> database.find(Schedule.class, known, lock));
  }

  private static Refusal unknown(String id) {
    return Refusal.of("not-found", "There is no schedule " + id + ".");
  }
}
