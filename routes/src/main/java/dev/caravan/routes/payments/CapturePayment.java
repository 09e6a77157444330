package dev.caravan.routes.payments;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The customer's money is taken before a runner sets out; and what an agreed price is above it. */
@Component
public class CapturePayment extends RouteBuilder {
  @Override
  public void configure() {
    from("{{payments.capture}}").routeId("capture-payment").group("payments")
        .bean("payments", "capture(${header.orderId})");

    from("{{payments.charge-more}}").routeId("charge-more").group("payments")
        .bean("payments", "chargeMore(${header.orderId})");
  }
}
