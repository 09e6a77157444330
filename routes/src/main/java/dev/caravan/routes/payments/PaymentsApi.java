package dev.caravan.routes.payments;

import dev.caravan.model.payments.Refunds;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/** Money over HTTP: looked up, and given back. */
@Component
public class PaymentsApi extends RouteBuilder {
  @Override
  public void configure() {
    rest("/payments")
        .get().id("list-payments-request").to("direct:list-payments")
        .get("/{id}").id("get-payment-request").to("direct:get-payment");
    rest("/escrow")
        .get().id("get-escrow-request").to("direct:get-escrow");
    rest("/ledger")
        .get().id("get-ledger-request").to("direct:get-ledger");
    rest("/orders/{id}/refunds")
        .post().id("refund-order-request").to("direct:refund-order");

    from("direct:list-payments").routeConfigurationId("api").routeId("list-payments").group("payments")
        .bean("paymentQueries", "ofOrder(${header.orderId})")
        .process("answer");

    from("direct:get-payment").routeConfigurationId("api").routeId("get-payment").group("payments")
        .bean("paymentQueries", "one(${header.id})")
        .process("answer");

    from("direct:get-escrow").routeConfigurationId("api").routeId("get-escrow").group("payments")
        .bean("paymentQueries", "escrow(${header.orderId})")
        .process("answer");

    from("direct:get-ledger").routeConfigurationId("api").routeId("get-ledger").group("payments")
        .bean("paymentQueries", "ledger(${header.orderId})")
        .process("answer");

    from("direct:refund-order").routeConfigurationId("api").routeId("refund-order").group("payments")
        .unmarshal().json(JsonLibrary.Jackson, Refunds.Wanted.class)
        .to("{{validate}}")
        .bean("refunds", "request(${header.id}, ${body}, ${header.Idempotency-Key}, 'operator')")
        .process("answer");
  }
}
