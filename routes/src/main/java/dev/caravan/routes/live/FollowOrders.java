package dev.caravan.routes.live;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Where each order is, is known as it is told. */
@Component
public class FollowOrders extends RouteBuilder {

  @Override
  public void configure() {
    from("{{live.order-updates}}").routeId("follow-orders").group("live")
        .bean("cloudEvents", "read")
        .bean("live", "follow");
  }
}
