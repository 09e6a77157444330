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
import dev.caravan.model.orders.Step;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;

/** The jobs that runners do, and the timers that guard each of their stages. */
@Named("jobs")
public class Jobs {

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

  /** From now on the order's present stage is guarded by its timer and by no other. */
  @Transactional(TxType.MANDATORY)
  void guard(Order order) {
    of(order.id()).opens();
    timers.guard(guardOf(order), order.id(), clock.instant().plus(order.awaits(Step.APPROVE) ? policy.approval()
        : order.status() == Status.DELIVERED ? policy.confirmation() : policy.stage(order.status())));
  }

  private String guardOf(Order order) {
    return switch (order.status()) {
      case AVAILABLE -> ORDER_TIMEOUT;
      case DELIVERED -> CONFIRMATION_GRACE;
      case ON_THE_WAY -> of(order.id()).unreachableSince() == null ? STAGE_TIMEOUT : CUSTOMER_GRACE;
      default -> order.awaits(Step.APPROVE) ? APPROVAL_EXPIRY : STAGE_TIMEOUT;
    };
  }

  @Transactional(TxType.MANDATORY)
  void unguard(String orderId) {
    timers.unguard(orderId);
  }

  /** Whether the present stage's timer is of this kind and has fired; the fact of a former stage's may come late. */
  @Transactional(TxType.MANDATORY)
  boolean isOverdue(Order order, String kind) {
    return guardOf(order).equals(kind) && !timers.isGuarded(order.id());
  }

  /** The customer does not open: the runner waits, then may go. */
  @Transactional(TxType.MANDATORY)
  void nobodyOpens(Order order) {
    of(order.id()).unreachable(clock.instant());
    timers.guard(CUSTOMER_GRACE, order.id(), clock.instant().plus(policy.unreachable()));
  }
}
