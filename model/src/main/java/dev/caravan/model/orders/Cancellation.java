package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.Words;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Somebody calls an order off, as long as it has not been handed over. */
@Named("cancellation")
public class Cancellation {

  private static final String SIGNAL = "cancel";

  /**
   * @param reason in somebody's words
   * @param cancelledBy who calls it off; the customer where it is left out
   */
  public record Signal(
      @Size(max = 200) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String reason,
      @JsonAlias("cancelled_by") @Pattern(regexp = Words.NAME, message = "must match " + Words.NAME) @Nullable String cancelledBy) {}

  private final Orders orders;
  private final CancellationPolicy policy;

  public Cancellation(Orders orders, CancellationPolicy policy) {
    this.orders = orders;
    this.policy = policy;
  }

  /** {@link Underway}, or why it cannot be any more. Cancelling twice is cancelling once. */
  @Transactional
  public Outcome cancel(String orderId, Signal signal) {
    return orders.with(orderId, order -> cancel(order, signal));
  }

  private Outcome cancel(Order order, Signal signal) {
    var actor = signal.cancelledBy() == null ? order.customerId() : signal.cancelledBy();
    var code = actor.equals(order.customerId()) ? Reason.CANCELLED_BY_CUSTOMER : Reason.CANCELLED;
    var before = order.reason();
    if (before != null && before.code().equals(code)) {
      return Underway.with(order);
    }
    if (order.status().isUndoing() || order.status().isEnd() || order.isHandedOver()) {
      return orders.tooLate(order, SIGNAL, actor);
    }
    if (order.awaits(Step.CHARGE_MORE)) {
      return orders.refused(order, SIGNAL,
          Refusal.of("not-ready", "A payment is being taken that was agreed to; ask again in a moment."), actor);
    }
    orders.refuse(order, Reason.of(code, signal.reason() == null ? "The order was called off." : signal.reason()),
        policy.byCustomer(order), actor);
    return Underway.with(order);
  }
}
