package dev.caravan.model.orders;

import jakarta.inject.Named;
import jakarta.transaction.Transactional;

import java.util.Map;

/** What has been paid for is sent: by its first carrier, by the next where one does not take it, by none where all have failed. */
@Named("forwarding")
public class Forwarding {

  private final Orders orders;
  private final Deadlines deadlines;

  public Forwarding(Orders orders, Deadlines deadlines) {
    this.orders = orders;
    this.deadlines = deadlines;
  }

  @Transactional
  public void ship(String orderId) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.SHIP) || deadlines.turnBackIfLate(order)) {
      return;
    }
    order.nextCarrier().ifPresentOrElse(carrier -> {
      order.shippingBy(carrier);
      orders.moved(order, "order.shipping", Map.of("carrier", carrier), Orders.ACTOR);
    }, () -> orders.refuse(order, Reason.of("not-shippable", "No carrier takes the order to this address."), Orders.ACTOR));
  }
}
