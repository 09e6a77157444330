package dev.caravan.routes.notifications;

import dev.caravan.model.notifications.NewNotification;
import dev.caravan.model.notifications.Wanted;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/** Notifications over HTTP: looked up, sent, wanted or not. */
@Component
public class NotificationsApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/notifications")
        .get().id("list-notifications-request").to("direct:list-notifications")
        .get("/user/{id}").id("list-notifications-of-user-request").to("direct:list-notifications-of-user")
        .post("/send").id("send-notification-request").to("direct:send-notification")
        .get("/preferences/{id}").id("get-preferences-request").to("direct:get-preferences")
        .put("/preferences/{id}").id("set-preferences-request").to("direct:set-preferences");

    from("{{notifications.list-at-source}}").routeId("list-all-notifications-at-source").group("notifications")
        .to("direct:list-notifications");

    from("{{notifications.user-at-source}}").routeId("list-notifications-at-source").group("notifications")
        .to("direct:list-notifications-of-user");

    from("{{notifications.send-at-source}}").routeId("send-notification-at-source").group("notifications")
        .to("direct:send-notification");

    from("direct:list-notifications").routeConfigurationId("api").routeId("list-notifications").group("notifications")
        .bean("notifications", "list(${header.orderId}, ${header.taskId}, ${header.userId}, ${header.status}, ${header.limit}, ${header.cursor})")
        .process("answer");

    from("direct:list-notifications-of-user").routeConfigurationId("api").routeId("list-notifications-of-user").group("notifications")
        .bean("notifications", "list(${header.orderId}, ${header.taskId}, ${header.id}, ${header.status}, ${header.limit}, ${header.cursor})")
        .process("answer");

    from("direct:send-notification").routeConfigurationId("api").routeId("send-notification").group("notifications")
        .unmarshal().json(JsonLibrary.Jackson, NewNotification.class)
        .to("{{validate}}")
        .bean("notifications", "send(${body}, ${header.Idempotency-Key})")
        .process("answer");

    from("direct:get-preferences").routeConfigurationId("api").routeId("get-preferences").group("notifications")
        .bean("notificationPreferences", "of(${header.id})")
        .process("answer");

    from("direct:set-preferences").routeConfigurationId("api").routeId("set-preferences").group("notifications")
        .unmarshal().json(JsonLibrary.Jackson, Wanted.class)
        .to("{{validate}}")
        .bean("notificationPreferences", "set(${header.id}, ${body})")
        .process("answer");
  }
}
