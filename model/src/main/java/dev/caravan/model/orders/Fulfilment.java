package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How an order reaches its customer.
 *
 * @param address where a courier brings it; null for a pickup
 * @param store where a runner buys it; null when the kitchen makes it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fulfilment(Type type, @Nullable Address address, @Nullable String store) {

  public enum Type {
    /** Cooked here, handed over the counter. */
    PICKUP,
    /** Cooked here or bought at a store, and brought to the customer by a runner. */
    COURIER
  }

  static Fulfilment of(NewOrder.@Nullable Way wanted) {
    return wanted == null
        ? new Fulfilment(Type.PICKUP, null, null)
        : new Fulfilment(wanted.type() == null ? Type.PICKUP : wanted.type(), wanted.address(), wanted.store());
  }

  public boolean byCourier() {
    return type == Type.COURIER;
  }

  public boolean fromKitchen() {
    return store == null;
  }
}
