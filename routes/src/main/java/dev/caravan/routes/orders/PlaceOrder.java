package dev.caravan.routes.orders;

import static org.apache.camel.model.SagaCompletionMode.MANUAL;
import static org.apache.camel.model.SagaPropagation.REQUIRES_NEW;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A saga is open for the order: from now on everything it takes is given back unless it is confirmed in time. */
@Component
public class PlaceOrder extends RouteBuilder {

  @Override
  public void configure() {
    from("{{orders.place}}").routeId("place-order").group("orders")
        .saga().propagation(REQUIRES_NEW).completionMode(MANUAL)
            .option("orderId", header("orderId")).compensation("direct:unplace-order")
        .bean("placement", "place(${header.orderId}, ${header.Long-Running-Action})")
        .filter(body().isEqualTo(false)).to("{{saga.compensate}}");                     // placed already, by another saga

    from("direct:unplace-order").routeId("unplace-order").group("orders")
        .bean("placement", "undo(${header.orderId}, ${header.saga})");
  }
}
