package dev.caravan.routes.payments;

import static org.apache.camel.model.SagaPropagation.MANDATORY;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The order's money is set apart until the order is done. */
@Component
public class PlaceInEscrow extends RouteBuilder {

  @Override
  public void configure() {
    from("{{payments.escrow}}").routeConfigurationId("saga-step").routeId("place-in-escrow").group("payments")
        .saga().propagation(MANDATORY).option("orderId", header("orderId")).compensation("direct:return-escrow")
        .bean("payments", "placeInEscrow(${header.orderId})");

    from("direct:return-escrow").routeId("return-escrow").group("payments")
        .bean("payments", "returnEscrow(${header.orderId}, ${header.saga})");

    from("{{payments.return-escrow}}").routeId("return-escrow-without-saga").group("payments")
        .to("direct:return-escrow");
  }
}
