package dev.caravan.model.orders;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;

import java.util.Map;

/** What is ready leaves over the counter, and the order is done. */
@Named("handover")
public class Handover {

  private final Orders orders;

  public Handover(Orders orders) {
    this.orders = orders;
  }

  /** Collecting twice is collecting once. */
  @Transactional
  public Outcome collect(String orderId, String actor) {
    return orders.with(orderId, order -> collect(order, actor));
  }

  private Outcome collect(Order order, String actor) {
    if (order.awaits(Step.COLLECT)) {
      order.collected();
      orders.moved(order, "order.collected", Map.of(), actor);
    } else if (order.status() != Status.COLLECTED && order.status() != Status.COMPLETED) {
      return Refusal.of("not-ready", "The order is " + order.status() + "; only a READY one can be collected.");
    }
    return OrderView.of(order);
  }

  /** Whether the order has just been completed. */
  @Transactional
  public boolean complete(String orderId) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.COMPLETE)) {
      return false;
    }
    order.completed();
    orders.moved(order, "order.completed", Map.of(), Orders.ACTOR);
    return true;
  }
}
