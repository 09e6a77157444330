package dev.caravan.routes.orders;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** An order that stands still goes on as an operator decided. */
@Component
public class RescueOrder extends RouteBuilder {

  @Override
  public void configure() {
    from("{{orders.rescue}}").routeId("rescue-order").group("orders")
        .filter(header("seq").isNotNull()).bean("rescue", "decided(${header.seq})");
  }
}
