package dev.caravan.routes.delivery;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The order is offered to runners, and cancelled if none takes it in time. */
@Component
public class OfferOrder extends RouteBuilder {
  @Override
  public void configure() {
    from("{{delivery.offer}}").routeId("offer-order").group("delivery")
        .bean("acceptance", "offer(${header.orderId})");

    from("{{delivery.expire}}").routeId("expire-offer").group("delivery")
        .bean("acceptance", "expire(${header.orderId})");
  }
}
