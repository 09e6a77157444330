package dev.caravan.routes.orders;

import dev.caravan.model.orders.Cancellation;
import dev.caravan.model.orders.NewOrder;
import dev.caravan.model.orders.Readdressing;
import dev.caravan.model.orders.Start;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/** Orders over HTTP: taken in, looked up, listed, handed over. */
@Component
public class OrdersApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/orders")
        .post().id("post-order").to("direct:receive-order")
        .get().id("list-orders-request").to("direct:list-orders")
        .get("/{id}").id("get-order-request").to("direct:get-order")
        .get("/{id}/status").id("get-status-request").to("direct:get-order-status")
        .get("/{id}/history").id("get-history-request").to("direct:get-order-history")
        .post("/{id}/start").id("start-order-request").to("direct:start-order")
        .get("/{id}/deadline").id("prove-deadline-request").to("direct:prove-deadline")
        .post("/{id}/signals/update-address").id("update-address-request").to("direct:update-address")
        .post("/{id}/signals/cancel").id("cancel-request").to("direct:cancel-order")
        .post("/{id}/collect").id("collect-request").to("direct:collect-order");
    rest("/deadlines")
        .get().id("prove-deadlines-request").to("direct:prove-deadlines");

    from("direct:receive-order").routeConfigurationId("api").routeId("receive-order").group("orders")
        .unmarshal().json(JsonLibrary.Jackson, NewOrder.class)
        .to("{{validate}}")
        .bean("intake", "receive(${body}, ${header.Idempotency-Key}, ${header.traceparent})")
        .process("answer");

    from("direct:list-orders").routeConfigurationId("api").routeId("list-orders").group("orders")
        .bean("orderQueries", "list(${headers})")
        .process("answer");

    from("direct:get-order").routeConfigurationId("api").routeId("get-order").group("orders")
        .bean("orderQueries", "one(${header.id})")
        .process("answer");

    from("direct:get-order-status").routeConfigurationId("api").routeId("get-order-status").group("orders")
        .bean("orderQueries", "status(${header.id})")
        .process("answer");

    from("direct:get-order-history").routeConfigurationId("api").routeId("get-order-history").group("orders")
        .bean("orderQueries", "history(${header.id})")
        .process("answer");

    from("direct:start-order").routeConfigurationId("api").routeId("start-order").group("orders")
        .unmarshal().json(JsonLibrary.Jackson, Start.class)
        .to("{{validate}}")
        .bean("intake", "start(${header.id}, ${body}, ${header.traceparent})")
        .process("answer");

    from("direct:update-address").routeConfigurationId("api").routeId("update-address").group("orders")
        .unmarshal().json(JsonLibrary.Jackson, Readdressing.Signal.class)
        .to("{{validate}}")
        .bean("readdressing", "update(${header.id}, ${body})")
        .process("answer");

    from("direct:prove-deadline").routeConfigurationId("api").routeId("prove-deadline").group("orders")
        .bean("deadlineProofs", "one(${header.id})")
        .process("answer");

    from("direct:prove-deadlines").routeConfigurationId("api").routeId("prove-deadlines").group("orders")
        .bean("deadlineProofs", "all(${header.from}, ${header.to}, ${header.customerId})")
        .process("answer");

    from("direct:cancel-order").routeConfigurationId("api").routeId("cancel-order").group("orders")
        .unmarshal().json(JsonLibrary.Jackson, Cancellation.Signal.class)
        .to("{{validate}}")
        .bean("cancellation", "cancel(${header.id}, ${body})")
        .process("answer");

    from("direct:collect-order").routeConfigurationId("api").routeId("collect-order").group("orders")
        .bean("handover", "collect(${header.id}, 'staff')")
        .process("answer");
  }
}
