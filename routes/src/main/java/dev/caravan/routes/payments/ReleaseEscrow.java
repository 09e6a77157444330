package dev.caravan.routes.payments;

import static org.apache.camel.model.SagaPropagation.SUPPORTS;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The customer has what was ordered: merchant, runner and house are paid out of escrow. */
@Component
public class ReleaseEscrow extends RouteBuilder {
  @Override
  public void configure() {
    from("{{payments.release}}").routeConfigurationId("saga-step-if-any").routeId("release-escrow").group("payments")
        .saga().propagation(SUPPORTS).option("orderId", header("orderId")).compensation("direct:take-back-escrow")
        .bean("payments", "release(${header.orderId}, ${header.Long-Running-Action})");

    from("direct:take-back-escrow").routeId("take-back-escrow").group("payments")
        .bean("payments", "takeBack(${header.orderId}, ${header.saga})");
  }
}
