package dev.caravan.routes.orders;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What has been paid for is on its way to a carrier, or to the next where one failed; without one it is taken back. */
@Component
public class ShipOrder extends RouteBuilder {
  @Override
  public void configure() {
    from("{{orders.ship}}").routeId("ship-order").group("orders")
        .bean("forwarding", "ship(${header.orderId})");
  }
}
