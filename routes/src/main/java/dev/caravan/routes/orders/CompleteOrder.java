package dev.caravan.routes.orders;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The customer has the order and the merchant the money: it is done. */
@Component
public class CompleteOrder extends RouteBuilder {

  @Override
  public void configure() {
    from("{{orders.collect}}").routeId("collect-order-by-itself").group("orders")
        .bean("handover", "collect(${header.orderId}, 'orders')");

    from("{{orders.complete}}").routeId("complete-order").group("orders")
        .bean("handover", "complete(${header.orderId})");
  }
}
