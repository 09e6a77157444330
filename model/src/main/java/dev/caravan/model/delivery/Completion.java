package dev.caravan.model.delivery;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.orders.Holding;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.OrderView;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Status;
import dev.caravan.model.orders.Step;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import java.time.Clock;
import java.util.Map;

/** A delivery is confirmed, by the customer's code or by time; then a saga pays everybody and completes the order. */
@Named("completion")
public class Completion {

  private static final String ACTOR = Acceptance.ACTOR;

  /** The code that only the customer knows. */
  public record Proof(@NotNull @Pattern(regexp = "[0-9]{6}", message = "must be six digits") String code) {}

  private final Orders orders;
  private final Jobs jobs;
  private final Clock clock;

  public Completion(Orders orders, Jobs jobs, Clock clock) {
    this.orders = orders;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** Confirming twice is confirming once. */
  @Transactional
  public Outcome confirm(String orderId, Proof proof) {
    return orders.with(orderId, order -> confirm(order, proof));
  }

  private Outcome confirm(Order order, Proof proof) {
    if (!order.fulfilment().byCourier() || !order.isHandedOver() && order.status() != Status.COMPLETED) {
      return Refusal.of("not-ready", "The order is " + order.status() + "; only a DELIVERED one is confirmed.");
    }
    var job = jobs.of(order.id());
    if (job.isLocked()) {
      return Refusal.of("too-many-attempts", "code", "Too many wrong codes; the delivery is confirmed by time.");
    }
    if (!job.takes(proof.code())) {
      return Refusal.of("wrong-code", "code", "is not the code of this order");
    }
    if (order.awaits(Step.CONFIRM_DELIVERY)) {
      confirmed(order, order.customerId());
    }
    return OrderView.of(order);
  }

  /** Nobody has complained in time. */
  @Transactional
  public void confirmByTime(String orderId) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.CONFIRM_DELIVERY) && jobs.isOverdue(order, Timers.CONFIRMATION_GRACE)) {
      confirmed(order, ACTOR);
    }
  }

  private void confirmed(Order order, String actor) {
    order.deliveryConfirmed(clock.instant());
    jobs.unguard(order.id());
    orders.moved(order, "order.delivery-confirmed", Map.of(), actor);
  }

  /** Whether this is now the saga that completes the order; false if another one does. */
  @Transactional
  public boolean begin(String orderId, String saga) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.OPEN_COMPLETION)) {
      order.completing(saga);
      orders.moved(order, "order.completing", Map.of("saga", saga), ACTOR);
    }
    return saga.equals(order.saga());
  }

  /** Undoes {@link #begin}. */
  @Transactional
  public void undo(String orderId, String saga) {
    orders.lockToUndoCompletion(orderId, saga);
  }

  /** The runner has done the job. @param saga that completes the order */
  @Transactional
  public void discharge(String orderId, String saga) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.DISCHARGE_RUNNER) && order.isIn(saga)) {
      order.discharged();
      orders.moved(order, "runner.discharged", Map.of(), ACTOR);
    }
  }

  /** Undoes {@link #discharge}. */
  @Transactional
  public void bindAgain(String orderId, String saga) {
    orders.lockToUndoCompletion(orderId, saga).filter(order -> !order.holds().contains(Holding.RUNNER)).ifPresent(order -> {
      order.boundAgain();
      orders.completionUndone(order, "runner.bound-again", Map.of(), ACTOR);
    });
  }
}
