package dev.caravan.model.orders;

import dev.caravan.model.Outcome;

/** What was asked for is done about the order or will be; the order shows how far it is. */
public record Underway(OrderView order) implements Outcome {

  public static Underway with(Order order) {
    return new Underway(OrderView.of(order));
  }
}
