package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.Words;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import java.util.Map;

/** An order goes to another address, as long as nobody has set out for the old one. */
@Named("readdressing")
public class Readdressing {

  private static final String SIGNAL = "update-address";
  private static final String FIELD = "newAddress";

  /** @param updatedBy who changes it; the customer where it is left out */
  public record Signal(
      @JsonAlias("new_address") @NotNull @Valid Address newAddress,
      @JsonAlias("updated_by") @Pattern(regexp = Words.NAME, message = "must match " + Words.NAME) @Nullable String updatedBy) {}

  private final Orders orders;
  private final Admission admission;

  public Readdressing(Orders orders, Admission admission) {
    this.orders = orders;
    this.admission = admission;
  }

  /** {@link Underway}, or why it cannot be any more. The same address again changes nothing. */
  @Transactional
  public Outcome update(String orderId, Signal signal) {
    return orders.with(orderId, order -> update(order, signal.newAddress(),
        signal.updatedBy() == null ? order.customerId() : signal.updatedBy()));
  }

  private Outcome update(Order order, Address address, String actor) {
    var wrong = address.refusal(order.fulfilment().type(), FIELD);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    if (address.equals(order.fulfilment().address())) {
      return Underway.with(order);
    }
    if (!order.canBeReaddressed()) {
      return orders.tooLate(order, SIGNAL, actor);
    }
    if (!admission.allows(order, address)) {
      return orders.refused(order, SIGNAL,
          Refusal.of("review-needed", FIELD, "A person would have to look at this order again; call it off and order anew."), actor);
    }
    order.readdressed(address);
    var fact = "order.address.updated";
    if (order.awaits(Step.PACK)) {
      orders.moved(order, fact, Map.of("address", address), actor);
    } else {
      orders.noted(order, fact, Map.of("address", address), actor);
    }
    return Underway.with(order);
  }
}
