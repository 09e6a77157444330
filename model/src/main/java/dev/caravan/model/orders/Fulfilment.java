package dev.caravan.model.orders;

/** How an order reaches its customer. */
public record Fulfilment(Type type) {

  public enum Type {
    /** Cooked here, handed over the counter. */
    PICKUP
  }
}
