package dev.caravan.routes.notifications;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The customer knows of every milestone of the order. */
@Component
public class NotifyCustomer extends RouteBuilder {

  @Override
  public void configure() {
    from("{{notifications.order-events}}").routeId("notify-customer").group("notifications")
        .bean("cloudEvents", "read")
        .bean("notifications", "tell");
  }
}
