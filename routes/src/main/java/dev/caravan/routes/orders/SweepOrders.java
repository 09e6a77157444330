package dev.caravan.routes.orders;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** An order that stands still is told again what comes next. */
@Component
public class SweepOrders extends RouteBuilder {

  @Override
  public void configure() {
    from("{{orders.sweep}}").routeId("sweep-orders").group("orders")
        .bean("sweep", "standingStill(500)");
  }
}
