package dev.caravan.routes.notifications;

import dev.caravan.model.notifications.NewWebhook;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/** Webhooks over HTTP: registered, stopped, and what became of the calls to them. */
@Component
public class WebhooksApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/webhooks")
        .get().id("list-webhooks-request").to("direct:list-webhooks")
        .post().id("register-webhook-request").to("direct:register-webhook")
        .get("/{id}").id("get-webhook-request").to("direct:get-webhook")
        .delete("/{id}").id("remove-webhook-request").to("direct:remove-webhook")
        .post("/{id}/pause").id("pause-webhook-request").to("direct:pause-webhook")
        .post("/{id}/resume").id("resume-webhook-request").to("direct:resume-webhook")
        .get("/{id}/deliveries").id("list-deliveries-request").to("direct:list-deliveries");

    from("direct:list-webhooks").routeConfigurationId("api").routeId("list-webhooks").group("notifications")
        .bean("webhooks", "list(${header.userId}, ${header.status}, ${header.limit}, ${header.cursor})")
        .process("answer");

    from("direct:register-webhook").routeConfigurationId("api").routeId("register-webhook").group("notifications")
        .unmarshal().json(JsonLibrary.Jackson, NewWebhook.class)
        .to("{{validate}}")
        .bean("outgoing", "register")
        .process("answer");

    from("direct:get-webhook").routeConfigurationId("api").routeId("get-webhook").group("notifications")
        .bean("webhooks", "one(${header.id})")
        .process("answer");

    from("direct:remove-webhook").routeConfigurationId("api").routeId("remove-webhook").group("notifications")
        .bean("webhooks", "remove(${header.id})")
        .process("answer");

    from("direct:pause-webhook").routeConfigurationId("api").routeId("pause-webhook").group("notifications")
        .bean("webhooks", "pause(${header.id})")
        .process("answer");

    from("direct:resume-webhook").routeConfigurationId("api").routeId("resume-webhook").group("notifications")
        .bean("webhooks", "resume(${header.id})")
        .process("answer");

    from("direct:list-deliveries").routeConfigurationId("api").routeId("list-deliveries").group("notifications")
        .bean("webhooks", "deliveries(${header.id}, ${header.status}, ${header.limit}, ${header.cursor})")
        .process("answer");
  }
}
