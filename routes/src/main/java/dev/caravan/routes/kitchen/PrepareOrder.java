package dev.caravan.routes.kitchen;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The order is on the pass, and ready when the cook says so. */
@Component
public class PrepareOrder extends RouteBuilder {

  @Override
  public void configure() {
    from("{{kitchen.prepare}}").routeId("prepare-order").group("kitchen")
        .bean("kitchen", "prepare(${header.orderId})");

    from("{{kitchen.withdraw}}").routeId("withdraw-ticket").group("kitchen")
        .bean("kitchen", "withdraw(${header.orderId})");

    from("{{kitchen.finish}}").routeId("finish-order-by-itself").group("kitchen")
        .bean("kitchen", "finish(${header.orderId})");
  }
}
