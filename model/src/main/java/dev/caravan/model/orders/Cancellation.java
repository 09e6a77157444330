package dev.caravan.model.orders;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.Words;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A customer calls an order off, as long as it has not been handed over. */
@Named("cancellation")
public class Cancellation {

  /** @param reason in the customer's words */
  public record Signal(
      @Size(max = 200) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String reason) {}

  private final Orders orders;
  private final CancellationPolicy policy;

  public Cancellation(Orders orders, CancellationPolicy policy) {
    this.orders = orders;
    this.policy = policy;
  }

  /** Cancelling twice is cancelling once. */
  @Transactional
  public Outcome cancel(String orderId, Signal signal) {
    return orders.with(orderId, order -> cancel(order, signal));
  }

  private Outcome cancel(Order order, Signal signal) {
    var before = order.reason();
    if (before != null && before.code().equals(Reason.CANCELLED_BY_CUSTOMER)) {
      return OrderView.of(order);
    }
    if (order.status().isUndoing() || order.status().isEnd() || order.isHandedOver()) {
      return Refusal.of("too-late", "The order is " + order.status() + ".");
    }
    if (order.awaits(Step.CHARGE_MORE)) {
      return Refusal.of("not-ready", "A payment is being taken that was agreed to; ask again in a moment.");
    }
    orders.refuse(order, Reason.of(Reason.CANCELLED_BY_CUSTOMER,
            signal.reason() == null ? "The customer called the order off." : signal.reason()),
        policy.byCustomer(order), order.customerId());
    return OrderView.of(order);
  }
}
