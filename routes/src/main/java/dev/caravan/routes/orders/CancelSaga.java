package dev.caravan.routes.orders;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The saga of a refused order is cancelled, and the coordinator calls each undo; a saga it has lost is undone without it. */
@Component
public class CancelSaga extends RouteBuilder {

  @Override
  public void configure() {
    from("{{orders.cancel-saga}}").routeId("cancel-saga").group("orders")
        .setHeader("Long-Running-Action", method("placement", "saga(${header.orderId})"))
        .to("{{saga.compensate}}")
        .filter(header("sagaUnknown"))
          .bean("placement", "undoWithoutSaga(${header.orderId})");
  }
}
