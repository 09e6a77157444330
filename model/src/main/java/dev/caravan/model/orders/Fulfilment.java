package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * How an order reaches its customer.
 *
 * @param address where a courier brings or a carrier sends it; null for a pickup
 * @param store where a runner buys it; null when it is made here
 * @param carriers who may send it, in the order in which they are tried; empty but for a shipment
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Fulfilment(Type type, @Nullable Address address, @Nullable String store, List<String> carriers) {

  public enum Type {
    /** Cooked here, handed over the counter. */
    PICKUP,
    /** Cooked here or bought at a store, and brought to the customer by a runner. */
    COURIER,
    /** Packed here and sent to the customer by a carrier. */
    SHIPMENT
  }

  public Fulfilment {
    carriers = carriers == null ? List.of() : List.copyOf(carriers);
  }

  static Fulfilment of(NewOrder.@Nullable Way wanted) {
    return wanted == null
        ? new Fulfilment(Type.PICKUP, null, null, List.of())
        : new Fulfilment(wanted.type() == null ? Type.PICKUP : wanted.type(), wanted.address(), wanted.store(),
            wanted.carriers() == null ? List.of() : wanted.carriers());
  }

  Fulfilment to(Address elsewhere) {
    return new Fulfilment(type, elsewhere, store, carriers);
  }

  Fulfilment by(List<String> others) {
    return new Fulfilment(type, address, store, others);
  }

  public boolean byCourier() {
    return type == Type.COURIER;
  }

  public boolean byCarrier() {
    return type == Type.SHIPMENT;
  }

  public boolean fromKitchen() {
    return store == null;
  }
}
