package dev.caravan.routes.delivery;

import static org.apache.camel.model.SagaCompletionMode.MANUAL;
import static org.apache.camel.model.SagaPropagation.REQUIRES_NEW;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The runner who is bound has the order for good once its money is taken; otherwise it is offered again. */
@Component
public class AcceptOrder extends RouteBuilder {
  @Override
  public void configure() {
    from("{{delivery.accept}}").routeId("accept-order").group("delivery")
        .saga().propagation(REQUIRES_NEW).completionMode(MANUAL)
            .option("orderId", header("orderId")).compensation("direct:unbind-runner")
        .bean("acceptance", "begin(${header.orderId}, ${header.Long-Running-Action})")
        .filter(body().isEqualTo(false)).to("{{saga.compensate}}");                     // accepted already, in another saga

    from("direct:unbind-runner").routeId("unbind-runner").group("delivery")
        .bean("acceptance", "unbind(${header.orderId}, ${header.saga})");

    from("{{delivery.confirm-acceptance}}").routeConfigurationId("saga-step").routeId("confirm-acceptance").group("delivery")
        .bean("acceptance", "confirm(${header.orderId})")
        .filter(body().isEqualTo(true)).to("{{saga.complete}}");

    from("{{delivery.release-runner}}").routeId("release-runner").group("delivery")
        .bean("acceptance", "release(${header.orderId})");
  }
}
