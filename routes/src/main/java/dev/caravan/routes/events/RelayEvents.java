package dev.caravan.routes.events;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/**
 * Every fact is on its topics, the journeys have been asked what comes next, and whoever wants to be called of it is about to
 * be; in order, by one node at a time.
 */
@Component
public class RelayEvents extends RouteBuilder {

  @Override
  public void configure() {
    from("{{events.relay}}").routeId("relay-events").group("events")
        .bean("relay", "nextBatch")
        .filter(simple("${body.isEmpty()} == false"))
          .to("direct:publish-facts")
          .bean("webhooks", "callOf")
          .bean("eventLog", "published");

    from("direct:publish-facts").routeId("publish-facts").group("events")
        .transacted("together")
        .split(body()).stopOnException()
          .process("factMessage")
          .to("direct:relay-fact");

    from("direct:relay-fact").routeId("relay-fact").group("events")
        .process("countFact")
        .to("direct:publish-fact")
        .setBody(constant(null))
        .to("direct:next-step")
        .to("direct:next-step-of-tasks");
  }
}
