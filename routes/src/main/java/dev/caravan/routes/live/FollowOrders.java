package dev.caravan.routes.live;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** "Where is my order?" has an answer. */
@Component
public class FollowOrders extends RouteBuilder {

  @Override
  public void configure() {
    from("{{live.order-updates}}").routeId("follow-orders").group("live")
        .bean("cloudEvents", "read")
        .bean("live", "follow");

    rest("/live/orders")
        .get("/{id}").id("where-is-order-request").to("direct:where-is-order");

    from("direct:where-is-order").routeConfigurationId("api").routeId("where-is-order").group("live")
        .bean("live", "whereIs(${header.id})")
        .process("answer");
  }
}
