package dev.caravan.routes.notifications;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Whoever has to do with a task is reminded of it. */
@Component
public class RemindUsers extends RouteBuilder {

  @Override
  public void configure() {
    from("{{notifications.reminders}}").routeId("remind-users").group("notifications")
        .bean("cloudEvents", "read")
        .bean("notifications", "tell");
  }
}
