package dev.caravan.routes.payments;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The customer has what was ordered: the money is taken and leaves escrow. */
@Component
public class ReleaseEscrow extends RouteBuilder {

  @Override
  public void configure() {
    from("{{payments.release}}").routeId("release-escrow").group("payments")
        .bean("payments", "release(${header.orderId})");
  }
}
