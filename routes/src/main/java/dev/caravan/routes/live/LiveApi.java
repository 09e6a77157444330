package dev.caravan.routes.live;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** "Where is my order?" has an answer. */
@Component
public class LiveApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/live/orders")
        .get("/{id}").id("where-is-order-request").to("direct:where-is-order");

    from("direct:where-is-order").routeConfigurationId("api").routeId("where-is-order").group("live")
        .bean("live", "whereIs(${header.id})")
        .process("answer");
  }
}
