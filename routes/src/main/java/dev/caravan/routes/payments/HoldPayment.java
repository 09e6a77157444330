package dev.caravan.routes.payments;

import static org.apache.camel.model.SagaPropagation.MANDATORY;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The customer's money is held, or the order is turned back; a gateway that does not answer is asked again later. */
@Component
public class HoldPayment extends RouteBuilder {

  @Override
  public void configure() {
    from("{{payments.hold}}").routeConfigurationId("saga-step").routeId("hold-payment").group("payments")
        .saga().propagation(MANDATORY).option("orderId", header("orderId")).compensation("direct:start-voiding")
        .bean("payments", "hold(${header.orderId})");

    from("direct:start-voiding").routeId("start-voiding").group("payments")
        .bean("payments", "startVoiding(${header.orderId}, ${header.saga})");

    from("{{payments.start-voiding}}").routeId("start-voiding-without-saga").group("payments")
        .to("direct:start-voiding");

    from("{{payments.void}}").routeId("void-payment").group("payments")
        .bean("payments", "voidHold(${header.orderId})");
  }
}
