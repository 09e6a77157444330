package dev.caravan.routes.kitchen;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The pass over HTTP: what is to be cooked, and the bell. */
@Component
public class KitchenApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/kitchen/tickets")
        .get().id("list-tickets-request").to("direct:list-tickets")
        .post("/{id}/ready").id("ticket-ready-request").to("direct:ticket-ready");

    from("direct:list-tickets").routeConfigurationId("api").routeId("list-tickets").group("kitchen")
        .bean("kitchen", "open()")
        .process("answer");

    from("direct:ticket-ready").routeConfigurationId("api").routeId("ticket-ready").group("kitchen")
        .bean("kitchen", "ready(${header.id}, 'staff')")
        .process("answer");
  }
}
