package dev.caravan.routes.orders;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** An order whose deadline has come is done or taken back. */
@Component
public class ExpireOrder extends RouteBuilder {
  @Override
  public void configure() {
    from("{{orders.expire}}").routeId("expire-order").group("orders")
        .bean("deadlines", "expire(${header.orderId})");
  }
}
