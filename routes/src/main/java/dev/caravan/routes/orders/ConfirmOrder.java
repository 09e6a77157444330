package dev.caravan.routes.orders;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Everything the order needs is held: it is confirmed, and its saga closed. */
@Component
public class ConfirmOrder extends RouteBuilder {
  @Override
  public void configure() {
    from("{{orders.confirm}}").routeConfigurationId("saga-step").routeId("confirm-order").group("orders")
        .bean("placement", "confirm(${header.orderId})")
        .filter(body().isEqualTo(true)).to("{{saga.complete}}");
  }
}
