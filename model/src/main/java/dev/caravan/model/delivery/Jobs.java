package dev.caravan.model.delivery;

import static dev.caravan.model.timers.Timers.APPROVAL_EXPIRY;
import static dev.caravan.model.timers.Timers.CONFIRMATION_GRACE;
import static dev.caravan.model.timers.Timers.CUSTOMER_GRACE;
import static dev.caravan.model.timers.Timers.ORDER_TIMEOUT;
import static dev.caravan.model.timers.Timers.STAGE_TIMEOUT;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Status;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/** The jobs that runners do, and the timers that guard each of their stages. */
@Named("jobs")
public class Jobs {

  private static final List<String> KINDS =
      List.of(ORDER_TIMEOUT, STAGE_TIMEOUT, APPROVAL_EXPIRY, CUSTOMER_GRACE, CONFIRMATION_GRACE);

  private final SecureRandom random = new SecureRandom();

  @PersistenceContext
  private EntityManager database;
  private final Timers timers;
  private final DeliveryPolicy policy;
  private final Clock clock;

  public Jobs(Timers timers, DeliveryPolicy policy, Clock clock) {
    this.timers = timers;
    this.policy = policy;
    this.clock = clock;
  }

  /** What the customer gives the runner at the door: six digits. */
  public record Code(String orderId, String code) implements Outcome {}

  /** The order's confirmation code; for its customer only. */
  @Transactional
  public Outcome code(String orderId) {
    var job = database.find(Job.class, orderId);
    return job == null ? Refusal.of("not-found", "There is no order " + orderId + " that a courier brings.")
        : new Code(orderId, job.code());
  }

  @Transactional(TxType.MANDATORY)
  Job open(String orderId) {
    var job = new Job(orderId, "%06d".formatted(random.nextInt(1_000_000)), clock.instant());
    database.persist(job);
    return job;
  }

  @Transactional(TxType.MANDATORY)
  Job of(String orderId) {
    return Objects.requireNonNull(database.find(Job.class, orderId), orderId);
  }

  /** From now on the order's present stage is guarded by this timer and by no other. */
  @Transactional(TxType.MANDATORY)
  void guard(Order order) {
    of(order.id()).staged(clock.instant());
    unguard(order.id());
    switch (order.status()) {
      case AVAILABLE -> timers.arm(ORDER_TIMEOUT, order.id(), clock.instant().plus(policy.offer()));
      case DELIVERED -> timers.arm(CONFIRMATION_GRACE, order.id(), clock.instant().plus(policy.confirmation()));
      default -> {
        if (order.question() == null) {
          timers.arm(STAGE_TIMEOUT, order.id(), clock.instant().plus(policy.stage(order.status())));
        } else {
          timers.arm(APPROVAL_EXPIRY, order.id(), clock.instant().plus(policy.approval()));
        }
      }
    }
  }

  @Transactional(TxType.MANDATORY)
  void unguard(String orderId) {
    KINDS.forEach(kind -> timers.cancel(kind, orderId));
  }

  /** Whether the present stage has lasted too long, rather than a former one whose timer came late. */
  @Transactional(TxType.MANDATORY)
  boolean isOverdue(Order order) {
    var limit = order.status() == Status.AVAILABLE ? policy.offer()
        : order.question() == null ? policy.stage(order.status()) : policy.approval();
    return !clock.instant().isBefore(of(order.id()).stageSince().plus(limit));
  }

  /** The customer does not open: the runner waits, then may go. */
  @Transactional(TxType.MANDATORY)
  void nobodyOpens(Order order) {
    of(order.id()).unreachable(clock.instant());
    timers.cancel(STAGE_TIMEOUT, order.id());
    timers.arm(CUSTOMER_GRACE, order.id(), clock.instant().plus(policy.unreachable()));
  }
}
