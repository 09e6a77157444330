package dev.caravan.routes.notifications;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What is due outside is handed over: letters to the mail server, calls to webhooks. */
@Component
public class HandOver extends RouteBuilder {

  @Override
  public void configure() {
    from("{{notifications.due}}").routeId("find-due-notifications").group("notifications")
        .bean("departures", "due(50)")
        .split(body()).wireTap("direct:send-notification-out").executorService("hands");

    from("direct:send-notification-out").routeId("send-notification-out").group("notifications")
        .bean("outgoing", "send");

    from("{{notifications.calls-due}}").routeId("find-due-calls").group("notifications")
        .bean("deliveries", "due(50)")
        .split(body()).wireTap("direct:call-webhook").executorService("hands");

    from("direct:call-webhook").routeId("call-webhook").group("notifications")
        .bean("outgoing", "call");
  }
}
