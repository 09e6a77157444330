package dev.caravan.model.tasks;

import dev.caravan.model.Turns;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.events.Inbox;
import dev.caravan.model.inventory.Inventory;
import dev.caravan.model.orders.OrderQueries;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the house needs people for: a task is opened for it, and closed by itself when the matter has been settled in another way.
 * What a person decides is told by {@code task.completed}, and whoever it concerns acts on it.
 */
@Named("duties")
public class Duties {

  /** By what a duty comes up. */
  private static final Map<String, Duty> CAUSES = Map.of(
      "order.review.requested", Duty.REVIEW, "order.stuck", Duty.STUCK_ORDER,
      "order.compensation-failed", Duty.FAILED_UNDO, "stock.low", Duty.LOW_STOCK);
  private static final Duration EARLY = Duration.ofHours(1);
  private static final int SHARE = 4;

  @PersistenceContext
  private Session database;

  private final Tasks tasks;
  private final OrderQueries orders;
  private final Inventory inventory;
  private final EventLog events;
  private final Inbox inbox;
  private final Clock clock;

  public Duties(Tasks tasks, OrderQueries orders, Inventory inventory, EventLog events, Inbox inbox, Clock clock) {
    this.tasks = tasks;
    this.orders = orders;
    this.inventory = inventory;
    this.events = events;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** Opens a task for what has come up, unless one is open for the same. @param seq of the fact that tells of it */
  @Transactional
  public void open(long seq) {
    var fact = events.at(seq);
    var duty = CAUSES.get(fact.type());
    if (duty == null || !inbox.takesIn(Tasks.ACTOR, fact.id()) || isOpen(duty, fact.subject())) {
      return;
    }
    var now = clock.instant();
    var due = due(duty, fact, now);
    var time = Duration.between(now, due).dividedBy(SHARE);
    var early = time.compareTo(EARLY) < 0 ? time : EARLY;
    var task = new Task(null, now);
    task.isFor(duty, fact.subject());
    tasks.open(task, new NewTask(duty.title(fact.subject()), null, null, Priority.HIGH, List.of(duty.name().toLowerCase(Locale.ROOT).replace('_', '-')),
        due.toString(), null, null, List.of(new NewReminder(null, early.truncatedTo(ChronoUnit.SECONDS).toString())), null, null, null, null, duty.role(),
        duty == Duty.LOW_STOCK ? null : fact.subject(), null));
  }

  private static Instant due(Duty duty, Event fact, Instant now) {
    var expiry = fact.text("expiresAt");
    return expiry == null ? now.plus(duty.time()) : Instant.parse(expiry);
  }

  private boolean isOpen(Duty duty, String about) {
    Turns.await(database, "duty", about);
    return open(duty, about).isPresent();
  }

  private Optional<Task> open(Duty duty, String about) {
    return database.createQuery(
            "from Task where duty = :duty and about = :about and status in (OPEN, IN_PROGRESS) and deletedAt is null", Task.class)
        .setParameter("duty", duty).setParameter("about", about).setMaxResults(1).uniqueResultOptional();
  }

  /** By when somebody has to bring more of the ingredient; in words where nobody has been asked to. */
  @Transactional
  public Delivery delivery(String ingredient) {
    return new Delivery(ingredient, open(Duty.LOW_STOCK, ingredient).map(Task::due).map(Due::text).orElse("none known"));
  }

  /** @param due a time or date, or {@code none known} */
  public record Delivery(String ingredient, String due) {}

  /** Closes the duties that nobody is needed for any more. */
  @Transactional
  public void settle() {
    try (var open = database.createQuery(
        "from Task where duty is not null and status in (OPEN, IN_PROGRESS) and deletedAt is null order by id", Task.class).getResultStream()) {
      open.filter(task -> isSettled(task.duty(), task.about())).toList().forEach(this::settle);
    }
  }

  private void settle(Task task) {
    tasks.lock(task.id().toString()).filter(Task::isLive).ifPresent(
        locked -> tasks.close(locked, Task.Status.COMPLETED, new Closing(Duty.SETTLED, null, null), Tasks.ACTOR));
  }

  private boolean isSettled(@Nullable Duty duty, @Nullable String about) {
    return duty == null || about == null || switch (duty) {
      case REVIEW -> !orders.isInReview(about);
      case STUCK_ORDER, FAILED_UNDO -> !orders.isStuck(about);
      case LOW_STOCK -> !inventory.isLow(about);
    };
  }
}
