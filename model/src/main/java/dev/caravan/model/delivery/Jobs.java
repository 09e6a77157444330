package dev.caravan.model.delivery;

import static dev.caravan.model.timers.Timers.APPROVAL_EXPIRY;
import static dev.caravan.model.timers.Timers.CONFIRMATION_GRACE;
import static dev.caravan.model.timers.Timers.CUSTOMER_GRACE;
import static dev.caravan.model.timers.Timers.ORDER_TIMEOUT;
import static dev.caravan.model.timers.Timers.STAGE_TIMEOUT;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.orders.Order;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;

/** The jobs that runners do, and the timers that guard each of their stages. */
@Named("jobs")
public class Jobs {

  private static final Set<String> KINDS =
      Set.of(ORDER_TIMEOUT, STAGE_TIMEOUT, APPROVAL_EXPIRY, CUSTOMER_GRACE, CONFIRMATION_GRACE);

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
    of(order.id()).opens();
    unguard(order.id());
    switch (order.status()) {
      case AVAILABLE -> timers.arm(ORDER_TIMEOUT, order.id(), clock.instant().plus(policy.offer()));
      case DELIVERED -> timers.arm(CONFIRMATION_GRACE, order.id(), clock.instant().plus(policy.confirmation()));
      default -> {
        var question = order.question();
        if (question == null || question.approved()) {
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

  /** Whether the present stage's timer has fired, rather than a former one's whose fact comes late. */
  @Transactional(TxType.MANDATORY)
  boolean isOverdue(Order order) {
    return !timers.isPending(KINDS, order.id());
  }

  /** The customer does not open: the runner waits, then may go. */
  @Transactional(TxType.MANDATORY)
  void nobodyOpens(Order order) {
    of(order.id()).unreachable(clock.instant());
    timers.cancel(STAGE_TIMEOUT, order.id());
    timers.arm(CUSTOMER_GRACE, order.id(), clock.instant().plus(policy.unreachable()));
  }
}
