package dev.caravan.routes.shipping;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Shipments over HTTP: looked up. */
@Component
public class ShippingApi extends RouteBuilder {
  @Override
  public void configure() {
    rest("/shipments")
        .get("/{id}").id("get-shipment-request").to("direct:get-shipment");

    from("direct:get-shipment").routeConfigurationId("api").routeId("get-shipment").group("shipping")
        .bean("shipments", "one(${header.id})")
        .process("answer");
  }
}
