package dev.caravan.model.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.model.CreatedOnce;
import dev.caravan.model.Fields;
import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Precondition;
import dev.caravan.model.Refusal;
import dev.caravan.model.Times;
import dev.caravan.model.Turns;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.events.Idempotency;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.validation.Validator;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.io.StringReader;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The tasks of people, each under its lock: written, done, put off and taken away, and told of as facts. */
@Named("tasks")
public class Tasks {

  static final String ACTOR = "tasks";
  static final String SOMEBODY = "somebody";
  private static final Refusal NOT_SKIPPABLE = Refusal.of("not-recurring", "status", "Only a task that comes back can be skipped.");

  @PersistenceContext
  private Session database;

  private final Schedules schedules;
  private final Consequences consequences;
  private final Timers timers;
  private final Idempotency idempotency;
  private final EventLog events;
  private final ObjectMapper json;
  private final Validator validator;
  private final TaskPolicy policy;
  private final Clock clock;

  public Tasks(
      Schedules schedules, Consequences consequences, Timers timers, Idempotency idempotency, EventLog events, ObjectMapper json,
      Validator validator, TaskPolicy policy, Clock clock) {
    this.schedules = schedules;
    this.consequences = consequences;
    this.timers = timers;
    this.idempotency = idempotency;
    this.events = events;
    this.json = json;
    this.validator = validator;
    this.policy = policy;
    this.clock = clock;
  }

  /** {@link CreatedOnce}, or why not. @param key an Idempotency-Key, if the caller sent one @param actor id of who writes it, if known */
  @Transactional
  public Outcome create(NewTask wanted, @Nullable String key, @Nullable String actor) {
    var now = clock.instant();
    var wrong = ofActor(actor).or(() -> Wish.refusal(wanted, policy.zone(), now)).or(() -> ofNew(wanted));
    if (wrong.isPresent()) {
      return wrong.get();
    }
    return idempotency.once(key, wanted, () -> {
      var task = new Task(actor, now);
      create(task, wanted, by(actor), now);
      return new Idempotency.Done(task.id().toString(), task.view());
    }, (id, view) -> new CreatedOnce("tasks/" + id, view));
  }

  private void create(Task task, NewTask wanted, String by, Instant now) {
    write(task, wanted, now);
    database.persist(task);
    tell(task, "task.created", by, List.of());
    become(task, wanted.status(), by);
  }

  /**
   * {@link Import.Taken}, or why not: the task that is known by the entry's uid becomes what the entry says; one that was deleted is
   * given back; where there is none, one is written. @param actor id that has been checked, if known
   */
  @Transactional
  public Outcome take(Import.Entry entry, @Nullable String actor) {
    var task = known(entry.uid()).orElse(null);
    var read = entry.read(task == null ? null : schedules.exported(List.of(task)).get(0));
    if (read instanceof Import.Wanted wanted) {
      var now = clock.instant();
      return ofConstraints(wanted.task()).or(() -> Wish.refusal(wanted.task(), policy.zone(), now))
          .or(() -> task == null ? ofNew(wanted.task()) : ofStatus(task, wanted.task().status())).<Outcome>map(Function.identity())
          .orElseGet(() -> task == null ? takeNew(entry.uid(), wanted.task(), actor, now) : take(task, wanted.task(), by(actor)));
    }
    return read;
  }

  private Optional<Task> known(String uid) {
    Turns.await(database, "task", uid);
    return lock(uid).or(() -> database.createQuery("from Task where uid = :uid", Task.class)
        .setParameter("uid", uid).setLockMode(LockModeType.PESSIMISTIC_WRITE).uniqueResultOptional());
  }

  private Import.Taken takeNew(String uid, NewTask wanted, @Nullable String actor, Instant now) {
    var task = new Task(actor, now);
    task.isKnownBy(uid);
    create(task, wanted, by(actor), now);
    return new Import.Taken(Import.Kind.CREATED, task.id());
  }

  private Import.Taken take(Task task, NewTask wanted, String by) {
    var version = task.version();
    var deleted = task.deletedAt() != null;
    giveBack(task, by);
    replace(task, wanted, by);
    database.flush();
    return new Import.Taken(
        deleted ? Import.Kind.RESTORED : task.version() == version ? Import.Kind.UNCHANGED : Import.Kind.UPDATED, task.id());
  }

  /** The task as it is wanted from now on, or why not. @param ifMatch the entity tags of versions that may be overwritten */
  @Transactional
  public Outcome replace(String id, NewTask wanted, @Nullable String ifMatch, @Nullable String actor) {
    return change(id, ifMatch, actor, task -> replace(task, wanted, by(actor)));
  }

  /** The task with these changes (JSON Merge Patch, RFC 7396), or why not. @param ifMatch the entity tags of versions that may be changed */
  @Transactional
  public Outcome patch(String id, JsonNode patch, @Nullable String ifMatch, @Nullable String actor) {
    var before = find(id, LockModeType.PESSIMISTIC_WRITE).map(Task::asWritten).orElse(null);
    if (before == null) {
      return unknown(id);
    }
    var former = json.<ObjectNode>valueToTree(before);
    var recurrence = patch.path("recurrence");
    if ((recurrence.has("rrule") || recurrence.has("frequency")) && former.get("recurrence") instanceof ObjectNode recurred) {
      // The one takes the place of the other.
      recurred.remove(List.of("rrule", "frequency"));
    }
    var wanted = read(merged(former.toString(), patch.toString()));
    return wanted instanceof Refusal refusal ? refusal : replace(id, ((Read) wanted).task(), ifMatch, actor);
  }

  /** As {@link #create}, of JSON that has not been checked yet. */
  @Transactional
  public Outcome createFrom(JsonNode wanted, @Nullable String key, @Nullable String actor) {
    var read = read(wanted.toString());
    return read instanceof Refusal refusal ? refusal : create(((Read) read).task(), key, actor);
  }

  private record Read(NewTask task) implements Outcome {}

  /** {@link Read}, or what is wrong by the name of its field. */
  private Outcome read(String text) {
    try {
      var task = json.readValue(text, NewTask.class);
      if (task == null) {
        return Refusal.of("invalid", "body", "must be one JSON object");
      }
      return ofConstraints(task).<Outcome>map(Function.identity()).orElseGet(() -> new Read(task));
    } catch (JsonMappingException e) {
      var path = Fields.path(e);
      return Refusal.of("invalid", path.isEmpty() ? "body" : path, "is not known here or not what it must be");
    } catch (JsonProcessingException e) {
      return Refusal.of("invalid", "body", "must be one JSON object");
    }
  }

  private Optional<Refusal> ofConstraints(NewTask task) {
    return validator.validate(task).stream()
        .map(violation -> Refusal.of("invalid", violation.getPropertyPath().toString().replaceAll("\\.<[a-z ]+>", ""), violation.getMessage()))
        .min(Comparator.comparing(refusal -> String.valueOf(refusal.field())));
  }

  private static String merged(String target, String patch) {
    try (var targetReader = Json.createReader(new StringReader(target)); var patchReader = Json.createReader(new StringReader(patch))) {
      return Json.createMergePatch(patchReader.readValue()).apply(targetReader.readValue()).toString();
    }
  }

  /** Doing it twice is doing it once. @param closing how it was done */
  @Transactional
  public Outcome complete(String id, Closing closing, @Nullable String ifMatch, @Nullable String actor) {
    return change(id, ifMatch, actor, task -> {
      if (task.status().isClosed()) {
        return task.status() == Task.Status.COMPLETED ? task.view() : closed(task);
      }
      var wrong = task.duty() == null ? ofPlainClosing(closing) : task.duty().refusal(closing);
      if (wrong.isPresent()) {
        return wrong.get();
      }
      close(task, Task.Status.COMPLETED, closing, by(actor));
      return task.view();
    });
  }

  /** This occurrence is left out, and the next one comes. Skipping twice is skipping once. */
  @Transactional
  public Outcome skip(String id, @Nullable String ifMatch, @Nullable String actor) {
    return change(id, ifMatch, actor, task -> {
      var wrong = ofStatus(task, Task.Status.SKIPPED);
      become(task, wrong.isPresent() ? null : Task.Status.SKIPPED, by(actor));
      return wrong.<Outcome>map(Function.identity()).orElseGet(task::view);
    });
  }

  /** It has to be done after all. */
  @Transactional
  public Outcome reopen(String id, @Nullable String ifMatch, @Nullable String actor) {
    return change(id, ifMatch, actor, task -> {
      if (task.duty() != null && task.status().isClosed()) {
        return closed(task);
      }
      become(task, task.status().isClosed() ? Task.Status.OPEN : null, by(actor));
      return task.view();
    });
  }

  /** Nobody is reminded of it until then. */
  @Transactional
  public Outcome snooze(String id, Snooze snooze, @Nullable String ifMatch, @Nullable String actor) {
    return change(id, ifMatch, actor, task -> {
      var now = clock.instant();
      var wrong = refusal(snooze, now);
      if (wrong.isPresent()) {
        return wrong.get();
      }
      if (!task.isLive()) {
        return closed(task);
      }
      task.snoozed(until(snooze, now), now);
      tell(task, "task.snoozed", by(actor), List.of("snoozedUntil"));
      return task.view();
    });
  }

  /** It is gone, and comes back no more if it recurred; for a while it can be restored. */
  @Transactional
  public Outcome delete(String id, @Nullable String ifMatch, @Nullable String actor) {
    return change(id, ifMatch, actor, task -> {
      if (task.duty() != null) {
        return Refusal.of("duty", "It is a duty of the house, which is closed with an outcome.");
      }
      task.deleted(clock.instant());
      schedules.end(task.scheduleId(), by(actor));
      tell(task, "task.deleted", by(actor), List.of("deletedAt"));
      return task.view();
    });
  }

  /** Restoring twice is restoring once. */
  @Transactional
  public Outcome restore(String id, @Nullable String actor) {
    var wrong = ofActor(actor);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    var task = lock(id).orElse(null);
    if (task == null) {
      return unknown(id);
    }
    giveBack(task, by(actor));
    return task.view();
  }

  private void giveBack(Task task, String by) {
    if (task.deletedAt() != null) {
      task.restored(clock.instant());
      schedules.goOn(task.scheduleId(), by);
      tell(task, "task.restored", by, List.of("deletedAt"));
    }
  }

  /** What was deleted so long ago that it cannot be restored any more is forgotten, at most {@code limit}. */
  @Transactional
  public int forget(int limit) {
    return database.createNativeQuery("""
            delete from tasks.task where id in
              (select id from tasks.task where deleted_at < :since order by deleted_at limit :limit for update skip locked)""")
        .addSynchronizedQuerySpace("tasks.task")
        .setParameter("since", clock.instant().minus(policy.retention())).setParameter("limit", limit).executeUpdate();
  }

  /** The task, locked until the caller's transaction ends; none if it has been forgotten. */
  @Transactional(TxType.MANDATORY)
  Optional<Task> lock(String id) {
    return Ids.read(id).map(known -> database.find(Task.class, known, LockModeType.PESSIMISTIC_WRITE));
  }

  @Transactional
  public Outcome one(String id) {
    return find(id, LockModeType.NONE).<Outcome>map(Task::view).orElse(unknown(id));
  }

  /** Opens a task of the house's own. */
  @Transactional(TxType.MANDATORY)
  void open(Task task, NewTask wanted) {
    create(task, wanted, ACTOR, clock.instant());
  }

  /** A task that is done in one of these ways; its timers and reminders are over. */
  @Transactional(TxType.MANDATORY)
  void close(Task task, Task.Status how, Closing closing, String by) {
    task.closed(how, closing, by, clock.instant());
    var fact = tell(task, how == Task.Status.COMPLETED ? "task.completed" : "task.skipped", by, List.of("status"), closing);
    if (task.scheduleId() != null || task.duty() != null && !Duty.SETTLED.equals(closing.outcome())) {
      consequences.follow(task.id(), fact);
    }
  }

  /** Tells a fact by which the task has changed, and has the timers ring when it now says. */
  @Transactional(TxType.MANDATORY)
  Event tell(Task task, String fact, String actor, List<String> changed) {
    return tell(task, fact, actor, changed, Closing.PLAINLY);
  }

  private Event tell(Task task, String fact, String actor, List<String> changed, Closing closing) {
    ring(task);
    // The version that is told is the one that is written.
    database.flush();
    var id = task.id().toString();
    var data = new HashMap<String, Object>(Map.of(Event.TASK_ID, id, Event.TASK, task.view(), "changed", changed));
    data.put("recurring", task.scheduleId() != null);
    if (task.duty() != null) {
      data.put(Event.DUTY, task.duty());
      data.put(Event.ABOUT, task.about());
      data.put(Event.OUTCOME, closing.outcome());
      data.put("note", closing.note());
      data.put("quantity", closing.quantity());
    }
    return events.record(fact, id, data, actor, null);
  }

  /** The timers ring when the task now says. */
  @Transactional(TxType.MANDATORY)
  void ring(Task task) {
    var id = task.id().toString();
    if (task.remindAt() == null) {
      timers.cancel(Timers.REMINDER, id);
    } else {
      timers.armForTask(Timers.REMINDER, id, task.remindAt());
    }
    if (task.toOrder().isPresent()) {
      timers.armForTask(Timers.STANDING_ORDER, id, Objects.requireNonNull(task.due()).at());
    } else {
      timers.cancel(Timers.STANDING_ORDER, id);
    }
  }

  private Outcome replace(Task task, NewTask wanted, String by) {
    var now = clock.instant();
    var wrong = Wish.refusal(wanted, policy.zone(), now).or(() -> ofStatus(task, wanted.status()));
    if (wrong.isPresent()) {
      return wrong.get();
    }
    var before = task.asWritten();
    write(task, wanted, now);
    var changed = differences(before, task.asWritten());
    if (!changed.isEmpty()) {
      task.changed(now);
      tell(task, "task.updated", by, changed);
    }
    become(task, wanted.status(), by);
    return task.view();
  }

  private void write(Task task, NewTask wanted, Instant now) {
    var wish = Wish.of(wanted, policy.zone(), now);
    task.says(wish, now);
    schedules.follow(task, wish, now);
  }

  private static Optional<Refusal> ofNew(NewTask wanted) {
    return wanted.status() == Task.Status.SKIPPED ? Optional.of(NOT_SKIPPABLE) : Optional.empty();
  }

  /** Why the task cannot become this, if it cannot. */
  private static Optional<Refusal> ofStatus(Task task, Task.@Nullable Status wanted) {
    if (wanted == null || wanted == task.status() || !wanted.isClosed() && (task.duty() == null || !task.status().isClosed())) {
      return Optional.empty();
    }
    if (task.status().isClosed()) {
      return Optional.of(closed(task));
    }
    if (task.duty() != null) {
      return Optional.of(Refusal.of("invalid", "status", "is closed with an outcome, as it is a duty of the house"));
    }
    return wanted == Task.Status.SKIPPED && task.scheduleId() == null ? Optional.of(NOT_SKIPPABLE) : Optional.empty();
  }

  /** @param wanted one that {@link #ofStatus} has nothing against */
  private void become(Task task, Task.@Nullable Status wanted, String by) {
    if (wanted == null || wanted == task.status()) {
      return;
    }
    if (wanted.isClosed()) {
      close(task, wanted, Closing.PLAINLY, by);
    } else {
      var reopened = task.status().isClosed();
      task.goesOn(wanted, clock.instant());
      tell(task, reopened ? "task.reopened" : "task.updated", by, List.of("status"));
    }
  }

  private Outcome change(String id, @Nullable String ifMatch, @Nullable String actor, Function<Task, Outcome> change) {
    var wrong = ofActor(actor);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    var task = find(id, LockModeType.PESSIMISTIC_WRITE).orElse(null);
    if (task == null) {
      return unknown(id);
    }
    var stale = Precondition.refusal(ifMatch, task.view());
    return stale.isPresent() ? stale.get() : change.apply(task);
  }

  private Optional<Task> find(String id, LockModeType lock) {
    return Ids.read(id).map(known -> database.find(Task.class, known, lock)).filter(task -> task.deletedAt() == null);
  }

  private List<String> differences(NewTask before, NewTask after) {
    var former = json.<ObjectNode>valueToTree(before);
    var present = json.<ObjectNode>valueToTree(after);
    return Arrays.stream(NewTask.class.getRecordComponents()).map(RecordComponent::getName)
        .filter(name -> !former.path(name).equals(present.path(name))).toList();
  }

  private static Optional<Refusal> refusal(Snooze snooze, Instant now) {
    if ((snooze.until() == null) == (snooze.duration() == null)) {
      return Optional.of(Refusal.of("invalid", "until", "send either a time (until) or a duration"));
    }
    return Times.refusal("until", snooze.until()).or(() -> Wish.ofDuration("duration", snooze.duration()))
        .or(() -> until(snooze, now).isAfter(now) && until(snooze, now).isBefore(now.plus(Duration.ofDays(3660))) ? Optional.empty()
            : Optional.of(Refusal.of("invalid", snooze.until() == null ? "duration" : "until", "must end in the future, in ten years at the latest")));
  }

  private static Instant until(Snooze snooze, Instant now) {
    return Times.read(snooze.until()).orElseGet(() -> now.plus(Duration.parse(Objects.requireNonNull(snooze.duration()))));
  }

  private static Optional<Refusal> ofPlainClosing(Closing closing) {
    return closing.outcome() == null && closing.quantity() == null ? Optional.empty()
        : Optional.of(Refusal.of("invalid", closing.outcome() == null ? "quantity" : "outcome", "is for duties of the house"));
  }

  static Optional<Refusal> ofActor(@Nullable String actor) {
    return actor == null || actor.matches(Ids.CHOSEN) ? Optional.empty()
        : Optional.of(Refusal.of("invalid", "X-User-Id", "must match " + Ids.CHOSEN));
  }

  static String by(@Nullable String actor) {
    return actor == null ? SOMEBODY : actor;
  }

  private static Refusal closed(Task task) {
    return Refusal.of("closed", "The task is " + task.status() + ".");
  }

  private static Refusal unknown(String id) {
    return Refusal.of("not-found", "There is no task " + id + ".");
  }
}
