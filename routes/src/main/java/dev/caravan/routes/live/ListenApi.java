package dev.caravan.routes.live;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Whoever listens hears what becomes true. It runs where HTTP is served, because the listeners are connected there. */
@Component
public class ListenApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/connections")
        .get().id("count-connections-request").to("direct:count-connections");

    rest("/subscriptions")
        .get().id("list-subscriptions-request").to("direct:list-subscriptions");

    from("direct:count-connections").routeConfigurationId("api").routeId("count-connections").group("live")
        .bean("connections", "count")
        .process("answer");

    from("direct:list-subscriptions").routeConfigurationId("api").routeId("list-subscriptions").group("live")
        .bean("subscriptions", "list")
        .process("answer");

    from("{{live.broadcast-tasks}}").routeId("broadcast-tasks").group("live")
        .bean("connections", "broadcast");

    from("{{live.broadcast-orders}}").routeId("broadcast-orders").group("live")
        .bean("connections", "broadcast");

    from("{{live.follow-log}}").routeId("follow-log").group("live")
        .bean("eventStreams", "advance");

    from("{{live.ping}}").routeId("ping-listeners").group("live")
        .bean("connections", "ping");
  }
}
