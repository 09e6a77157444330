package dev.caravan.routes.notifications;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Notifications over HTTP. */
@Component
public class NotificationsApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/notifications")
        .get().id("list-notifications-request").to("direct:list-notifications");

    from("direct:list-notifications").routeConfigurationId("api").routeId("list-notifications").group("notifications")
        .bean("notifications", "list(${header.orderId}, ${header.userId})")
        .process("answer");
  }
}
