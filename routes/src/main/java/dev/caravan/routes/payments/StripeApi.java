package dev.caravan.routes.payments;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Where Stripe reports what has happened to payments. */
@Component
public class StripeApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/webhooks/stripe")
        .post().id("stripe-event-request").to("direct:take-stripe-event");

    from("direct:take-stripe-event").routeConfigurationId("api").routeId("take-stripe-event").group("payments")
        .bean("gatewayEvents", "takeIn(${body}, ${header.Stripe-Signature})")
        .process("answer");
  }
}
