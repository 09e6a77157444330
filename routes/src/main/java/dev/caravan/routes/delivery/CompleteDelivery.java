package dev.caravan.routes.delivery;

import static org.apache.camel.model.SagaCompletionMode.MANUAL;
import static org.apache.camel.model.SagaPropagation.MANDATORY;
import static org.apache.camel.model.SagaPropagation.REQUIRES_NEW;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A confirmed delivery ends with everybody paid and the runner free, or is completed all over again. */
@Component
public class CompleteDelivery extends RouteBuilder {
  @Override
  public void configure() {
    from("{{delivery.complete}}").routeId("complete-delivery").group("delivery")
        .saga().propagation(REQUIRES_NEW).completionMode(MANUAL)
            .option("orderId", header("orderId")).compensation("direct:undo-completion")
        .bean("completion", "begin(${header.orderId}, ${header.Long-Running-Action})")
        .filter(body().isEqualTo(false)).to("{{saga.compensate}}");                     // being completed by another saga

    from("direct:undo-completion").routeId("undo-completion").group("delivery")
        .bean("completion", "undo(${header.orderId}, ${header.saga})");

    from("{{delivery.discharge}}").routeConfigurationId("saga-step").routeId("discharge-runner").group("delivery")
        .saga().propagation(MANDATORY).option("orderId", header("orderId")).compensation("direct:bind-runner-again")
        .bean("completion", "discharge(${header.orderId}, ${header.Long-Running-Action})");

    from("direct:bind-runner-again").routeId("bind-runner-again").group("delivery")
        .bean("completion", "bindAgain(${header.orderId}, ${header.saga})");
  }
}
