package dev.caravan.routes.shipping;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A parcel is packed and its carrier has it, or the order learns that this carrier does not take it. */
@Component
public class ShipParcel extends RouteBuilder {
  @Override
  public void configure() {
    from("{{shipping.pack}}").routeId("pack-parcel").group("shipping")
        .bean("shipments", "pack(${header.orderId})");

    from("{{shipping.unpack}}").routeId("unpack-parcel").group("shipping")
        .bean("shipments", "unpack(${header.orderId})");

    from("{{shipping.dispatch}}").routeId("dispatch-parcel").group("shipping")
        .bean("shipping", "dispatch(${header.orderId})");

    from("{{shipping.give-up}}").routeId("give-up-parcel").group("shipping")
        .bean("shipping", "giveUp(${header.orderId})");
  }
}
