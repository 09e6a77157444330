package dev.caravan.model.timers;

import dev.caravan.model.Created;
import dev.caravan.model.Ids;
import dev.caravan.model.Listing;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.Times;
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
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Things that are due at a time. Each fires once, on whichever node comes first, as the fact {@code timer.fired}. */
@Named("timers")
public class Timers {

  public static final String FIRED = "timer.fired";
  public static final String KIND = "kind";
  static final int MAX_YEARS_AHEAD = 5;

  /** No runner has accepted. */
  public static final String ORDER_TIMEOUT = "ORDER_TIMEOUT";
  /** A runner takes too long for a stage. */
  public static final String STAGE_TIMEOUT = "STAGE_TIMEOUT";
  /** A customer has not answered a runner. */
  public static final String APPROVAL_EXPIRY = "APPROVAL_EXPIRY";
  /** A customer has not opened. */
  public static final String CUSTOMER_GRACE = "CUSTOMER_GRACE";
  /** A customer has not confirmed a delivery. */
  public static final String CONFIRMATION_GRACE = "CONFIRMATION_GRACE";
  /** The gateway has not answered. */
  public static final String PAYMENT_RETRY = "PAYMENT_RETRY";

  /** A carrier has not answered. */
  public static final String SHIPMENT_RETRY = "SHIPMENT_RETRY";
  /** A carrier has not said that a label is void. */
  public static final String LABEL_RETRY = "LABEL_RETRY";
  /** Nobody has decided on a review. */
  public static final String REVIEW_EXPIRY = "REVIEW_EXPIRY";
  /** A customer has not said whether something else may stand in for what is short. */
  public static final String SUBSTITUTION_EXPIRY = "SUBSTITUTION_EXPIRY";
  /** An order has to end now. */
  public static final String DEADLINE = "DEADLINE";

  /** Somebody has to be reminded of a task. */
  public static final String REMINDER = "REMINDER";
  /** What a task orders has to be ordered. */
  public static final String STANDING_ORDER = "STANDING_ORDER";

  /** The kinds that guard a stage of an order, of which no two are pending at once. */
  private static final Set<String> GUARDS =
      Set.of(ORDER_TIMEOUT, STAGE_TIMEOUT, APPROVAL_EXPIRY, CUSTOMER_GRACE, CONFIRMATION_GRACE, REVIEW_EXPIRY, SUBSTITUTION_EXPIRY);

  /** The kinds that are armed with an order or a task and not by anybody's request. */
  private static final Set<String> OWN = Set.of(PAYMENT_RETRY, SHIPMENT_RETRY, LABEL_RETRY, DEADLINE, REMINDER, STANDING_ORDER);

  private static final Listing<Timer, UUID> LISTING =
      new Listing<>(Timer.class, "dueAt", Timer::dueAt, Timer::id, UUID::fromString);

  @PersistenceContext
  private Session database;

  private final EventLog events;
  private final Clock clock;

  public Timers(EventLog events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /** Arms the one pending timer of this kind for this order, or moves it. */
  @Transactional(TxType.MANDATORY)
  public void arm(String kind, String orderId, Instant dueAt) {
    arm(kind, orderId, Event.ORDER_ID, dueAt);
  }

  /** Arms the one pending timer of this kind for this task, or moves it. */
  @Transactional(TxType.MANDATORY)
  public void armForTask(String kind, String taskId, Instant dueAt) {
    arm(kind, taskId, Event.TASK_ID, dueAt);
  }

  /** Cancels the pending timer of this kind for this order or task, if there is one. */
  @Transactional(TxType.MANDATORY)
  public void cancel(String kind, String subject) {
    database.createNativeQuery("""
            update timers.timer set status = 'CANCELLED'
            where kind = :kind and subject = :subject and status = 'PENDING'""").addSynchronizedQuerySpace("timers.timer")
        .setParameter("kind", kind).setParameter("subject", subject).executeUpdate();
  }

  /** Guards the order's stage by this timer and by no other. */
  @Transactional(TxType.MANDATORY)
  public void guard(String kind, String orderId, Instant dueAt) {
    unguard(orderId);
    arm(kind, orderId, dueAt);
  }

  /** No stage of this order is guarded any more. */
  @Transactional(TxType.MANDATORY)
  public void unguard(String orderId) {
    database.createNativeQuery("""
            update timers.timer set status = 'CANCELLED'
            where subject = :subject and status = 'PENDING' and kind = any(:guards)""").addSynchronizedQuerySpace("timers.timer")
        .setParameter("subject", orderId).setParameter("guards", GUARDS.toArray(String[]::new)).executeUpdate();
  }

  /** Whether one that guards a stage is pending for this order. */
  @Transactional(TxType.MANDATORY)
  public boolean isGuarded(String orderId) {
    return (Boolean) database.createNativeQuery(
            "select exists (select from timers.timer where subject = :subject and status = 'PENDING' and kind = any(:guards))")
        .addSynchronizedQuerySpace("timers.timer")
        .setParameter("subject", orderId).setParameter("guards", GUARDS.toArray(String[]::new)).getSingleResult();
  }

  /** Fires what is due, earliest first, at most {@code limit}; rows that another node is firing are left to it. */
  @Transactional
  public int fireDue(int limit) {
    var due = database.createNativeQuery("""
            update timers.timer t set status = 'PROCESSED', attempts = attempts + 1, fired_at = :now
            where t.id in (select id from timers.timer where status = 'PENDING' and due_at <= :now
                           order by due_at limit :limit for update skip locked)
            returning t.*""", Timer.class)
        .setParameter("limit", limit).setParameter("now", clock.instant()).getResultList();
    due.forEach(timer -> events.record(FIRED, timer.subject(), timer.data(), "timers", null));
    return due.size();
  }

  /** Arms a timer that somebody asks for, or moves the one that is pending. */
  @Transactional
  public Outcome start(NewTimer wanted) {
    var now = clock.instant();
    var wrong = Times.refusal("dueAt", wanted.dueAt());
    if (wrong.isPresent()) {
      return wrong.get();
    }
    var due = Times.read(wanted.dueAt()).orElse(now);
    if (due.isAfter(now.atOffset(ZoneOffset.UTC).plusYears(MAX_YEARS_AHEAD).toInstant())) {
      return Refusal.of("invalid", "dueAt", "must be at most " + MAX_YEARS_AHEAD + " years ahead");
    }
    if (due.isBefore(now)) {
      due = now;
    }
    if (wanted.kind().equals(ORDER_TIMEOUT)) {
      return move(ORDER_TIMEOUT, wanted.subject(), due).map(this::created)
          .orElse(Refusal.of("not-available", "subject", "No timeout of an order " + wanted.subject() + " is pending."));
    }
    if (isOurs(wanted.kind())) {
      return Refusal.of("reserved-kind", "kind", "Only Caravan itself arms timers of this kind.");
    }
    return created(arm(wanted.kind(), wanted.subject(), null, due));
  }

  /** Cancelling twice is cancelling once. */
  @Transactional
  public Outcome stop(String id) {
    return find(id, LockModeType.PESSIMISTIC_WRITE).map(Timers::stop).orElse(unknown(id));
  }

  private static Outcome stop(Timer timer) {
    if (isOurs(timer.kind())) {
      return Refusal.of("reserved-kind", "Only Caravan itself stops timers of this kind.");
    }
    if (timer.status() == Timer.Status.PROCESSED) {
      return Refusal.of("too-late", "The timer has fired.");
    }
    timer.cancel();
    return timer.view();
  }

  @Transactional
  public Outcome one(String id) {
    return find(id, LockModeType.NONE).<Outcome>map(Timer::view).orElse(unknown(id));
  }

  /** One page of timers, the one that is due last first. All parameters may be null; a wrong one is refused by its name. */
  @Transactional
  public Outcome list(@Nullable String subject, @Nullable String status, @Nullable String limit, @Nullable String cursor) {
    return LISTING.page(database,
        Map.of("subject", Optional.ofNullable(subject), "status", Optional.ofNullable(status)), limit, cursor,
        (timers, next) -> new TimerView.Page(timers.stream().map(Timer::view).toList(), next));
  }

  /** @param key under which the fact names the subject, if it is to be named there */
  private UUID arm(String kind, String subject, @Nullable String key, Instant dueAt) {
    return database.createNativeQuery("""
            insert into timers.timer (id, kind, subject, payload, due_at)
            values (:id, :kind, :subject, case when cast(:key as text) is null then '{}' else jsonb_build_object(cast(:key as text), cast(:subject as text)) end, :due)
            on conflict (kind, subject) where status = 'PENDING' do update set due_at = excluded.due_at
            returning id""", UUID.class).addSynchronizedQuerySpace("timers.timer")
        .setParameter("id", Ids.next()).setParameter("kind", kind).setParameter("subject", subject)
        .setParameter("key", key).setParameter("due", dueAt).getSingleResult();
  }

  private Optional<UUID> move(String kind, String subject, Instant dueAt) {
    return database.createNativeQuery("""
            update timers.timer set due_at = :due where kind = :kind and subject = :subject and status = 'PENDING'
            returning id""", UUID.class).addSynchronizedQuerySpace("timers.timer")
        .setParameter("kind", kind).setParameter("subject", subject).setParameter("due", dueAt).uniqueResultOptional();
  }

  private static boolean isOurs(String kind) {
    return GUARDS.contains(kind) || OWN.contains(kind);
  }

  private Outcome created(UUID id) {
    return new Created("timers/" + id, database.find(Timer.class, id).view());
  }

  private Optional<Timer> find(String id, LockModeType lock) {
    return Ids.read(id).map(known -> database.find(Timer.class, known, lock));
  }

  private static Refusal unknown(String id) {
    return Refusal.of("not-found", "There is no timer " + id + ".");
  }
}
