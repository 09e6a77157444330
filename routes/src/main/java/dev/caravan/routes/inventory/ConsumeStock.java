package dev.caravan.routes.inventory;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What was held for the order is used up, or the order is taken back because the shelf had less than was promised. */
@Component
public class ConsumeStock extends RouteBuilder {

  @Override
  public void configure() {
    from("{{inventory.consume}}").routeId("consume-stock").group("inventory")
        .bean("inventory", "consume(${header.orderId})");
  }
}
