package dev.caravan.routes.payments;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What was promised back is given back, each refund once. */
@Component
public class RefundPayment extends RouteBuilder {
  @Override
  public void configure() {
    from("{{payments.adjust}}").routeId("adjust-escrow").group("payments")
        .bean("payments", "adjust(${header.orderId})");

    from("{{payments.sweep}}").routeId("sweep-payments").group("payments")
        .bean("refunds", "askAgain()");

    from("{{payments.refund}}").routeId("refund-payment").group("payments")
        .bean("payments", "refund(${header.orderId})");
  }
}
