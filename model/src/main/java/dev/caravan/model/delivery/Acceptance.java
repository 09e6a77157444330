package dev.caravan.model.delivery;

import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.orders.CancellationPolicy;
import dev.caravan.model.orders.Holding;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.OrderView;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Reason;
import dev.caravan.model.orders.Status;
import dev.caravan.model.orders.Step;
import dev.caravan.model.timers.Timers;
import dev.caravan.model.users.Users;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;

/** An order is offered to runners; one of them takes it, and may give it back as long as nothing was bought. */
@Named("acceptance")
public class Acceptance {

  static final String ACTOR = "delivery";
  private static final String AVAILABLE = "order.available";

  /** A runner who takes an order. */
  public record Bid(@NotNull @Pattern(regexp = Ids.CHOSEN, message = "must match " + Ids.CHOSEN) String runnerId) {}

  private final Orders orders;
  private final Users users;
  private final Jobs jobs;
  private final CancellationPolicy policy;

  public Acceptance(Orders orders, Users users, Jobs jobs, CancellationPolicy policy) {
    this.orders = orders;
    this.users = users;
    this.jobs = jobs;
    this.policy = policy;
  }

  @Transactional
  public void offer(String orderId) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.OFFER)) {
      jobs.open(orderId);
      order.offered();
      jobs.guard(order);
      orders.moved(order, AVAILABLE, Map.of(), ACTOR);
    }
  }

  /** Nobody took it in time. */
  @Transactional
  public void expire(String orderId) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.ACCEPT) && jobs.isOverdue(order, Timers.ORDER_TIMEOUT)) {
      orders.refuse(order, Reason.of("no-runner", "No runner accepted the order in time."), ACTOR);
    }
  }

  /** Binds the first runner who bids; the same bid again is the same one. */
  @Transactional
  public Outcome accept(String orderId, Bid bid) {
    return orders.with(orderId, order -> accept(order, bid));
  }

  private Outcome accept(Order order, Bid bid) {
    if (order.holds().contains(Holding.RUNNER) && bid.runnerId().equals(order.runnerId())) {
      return OrderView.of(order);
    }
    if (!order.awaits(Step.ACCEPT)) {
      return order.holds().contains(Holding.RUNNER)
          ? Refusal.of("already-accepted", "Another runner has accepted the order.")
          : Refusal.of("not-available", "The order is " + order.status() + "; only an AVAILABLE one can be accepted.");
    }
    return users.refusalOfRunner(bid.runnerId()).<Outcome>map(refusal -> refusal).orElseGet(() -> bind(order, bid.runnerId()));
  }

  private Outcome bind(Order order, String runnerId) {
    if (runnerId.equals(order.customerId())) {
      return Refusal.of("own-order", "runnerId", "Nobody brings an order to themselves.");
    }
    order.bound(runnerId);
    orders.moved(order, "runner.bound", Map.of(), runnerId);
    return OrderView.of(order);
  }

  /** Whether this is now the saga in which the bound runner's acceptance becomes definite. */
  @Transactional
  public boolean begin(String orderId, String saga) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.OPEN_ACCEPTANCE)) {
      order.accepting(saga);
      orders.moved(order, "order.accepting", Map.of("saga", saga), ACTOR);
    }
    return saga.equals(order.saga());
  }

  /** Undoes the bidding: the order is offered again. */
  @Transactional
  public void unbind(String orderId, String saga) {
    var order = orders.lock(orderId);
    if (order.status() == Status.AVAILABLE && order.inSaga() && saga.equals(order.saga())) {
      offerAgain(order, AVAILABLE, Map.of("runnerId", runner(order)), ACTOR);
    }
  }

  /** The point of no return: the runner goes, and the customer is told. True where it has just been passed. */
  @Transactional
  public boolean confirm(String orderId) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.CONFIRM_ACCEPTANCE)) {
      return false;
    }
    order.accepted();
    jobs.guard(order);
    orders.moved(order, "order.accepted", Map.of(), runner(order));
    return true;
  }

  /** The runner gives the order back. @param runnerId who must be bound to it */
  @Transactional
  public Outcome giveBack(String orderId, @Nullable String runnerId) {
    if (runnerId == null) {
      return Refusal.of("invalid", "runnerId", "must be given");
    }
    return orders.with(orderId, order -> giveBack(order, runnerId));
  }

  private Outcome giveBack(Order order, String runnerId) {
    if (!order.holds().contains(Holding.RUNNER) || !runnerId.equals(order.runnerId())) {
      return Refusal.of("not-your-order", "runnerId", "is not bound to this order");
    }
    if (!order.canLoseRunner()) {
      return Refusal.of("too-late", "The order is " + order.status() + ".");
    }
    offerAgain(order, "order.acceptance.cancelled", Map.of("runnerId", runnerId), runnerId);
    return OrderView.of(order);
  }

  /** A stage lasted too long: the order is offered again, or taken back where the runner has the goods already. */
  @Transactional
  public void runnerVanished(String orderId) {
    var order = orders.lock(orderId);
    if (!order.holds().contains(Holding.RUNNER) || order.status().isUndoing() || !jobs.isOverdue(order, Timers.STAGE_TIMEOUT)) {
      return;
    }
    if (order.canLoseRunner()) {
      offerAgain(order, "order.acceptance.cancelled", Map.of("runnerId", runner(order), "vanished", true), ACTOR);
    } else if (order.isPurchased()) {
      orders.refuse(order, Reason.of("runner-vanished", "The runner did not bring the order."), policy.runnerFailed(order), ACTOR);
    } else {
      // More is just being paid for it; the runner has as long again.
      jobs.guard(order);
    }
  }

  /** Undoes what an order that is turned back has taken of a runner's time. */
  @Transactional
  public void release(String orderId) {
    orders.lockToUndo(orderId, null).ifPresent(order -> {
      if (order.holds().contains(Holding.RUNNER)) {
        orders.gaveBack(order, Holding.RUNNER, "runner.released", Map.of(), ACTOR);
      } else {
        orders.settle(order);
      }
    });
  }

  private void offerAgain(Order order, String fact, Map<String, Object> data, String actor) {
    order.available();
    jobs.guard(order);
    orders.moved(order, fact, data, actor);
  }

  private static String runner(Order order) {
    return Objects.requireNonNull(order.runnerId());
  }
}
