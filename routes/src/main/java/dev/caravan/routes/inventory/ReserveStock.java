package dev.caravan.routes.inventory;

import static org.apache.camel.model.SagaPropagation.MANDATORY;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Stock that an order needs is held for it, or the order learns what is missing; where it waits for substitutes, its saga is closed. */
@Component
public class ReserveStock extends RouteBuilder {

  @Override
  public void configure() {
    from("{{inventory.reserve}}").routeConfigurationId("saga-step").routeId("reserve-stock").group("inventory")
        .saga().propagation(MANDATORY).option("orderId", header("orderId")).compensation("direct:release-stock")
        .bean("inventory", "reserve(${header.orderId})")
        .filter(body().isEqualTo(false)).to("{{saga.complete}}");

    from("direct:release-stock").routeId("release-stock").group("inventory")
        .bean("inventory", "release(${header.orderId}, ${header.saga})");

    from("{{inventory.release}}").routeId("release-stock-without-saga").group("inventory")
        .to("direct:release-stock");
  }
}
