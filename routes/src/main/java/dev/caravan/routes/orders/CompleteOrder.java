package dev.caravan.routes.orders;

import static org.apache.camel.builder.PredicateBuilder.and;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The customer has the order and everybody the money: it is done, and its saga, if it is in one, closed. */
@Component
public class CompleteOrder extends RouteBuilder {
  @Override
  public void configure() {
    from("{{orders.collect}}").routeId("collect-order-by-itself").group("orders")
        .bean("handover", "collect(${header.orderId}, 'orders')");

    from("{{orders.complete}}").routeConfigurationId("saga-step-if-any").routeId("complete-order").group("orders")
        .bean("handover", "complete(${header.orderId})")
        .filter(and(body().isEqualTo(true), header("Long-Running-Action").isNotNull())).to("{{saga.complete}}");
  }
}
