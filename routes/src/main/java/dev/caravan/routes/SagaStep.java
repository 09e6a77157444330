package dev.caravan.routes;

import org.apache.camel.builder.RouteConfigurationBuilder;
import org.springframework.stereotype.Component;

/** A step of a saga runs under the saga that the database has its order in, whatever the message says. */
@Component
public class SagaStep extends RouteConfigurationBuilder {
  @Override
  public void configuration() {
    routeConfiguration("saga-step")                                                     // and not at all without one
        .interceptFrom()
          .setHeader("Long-Running-Action", method("placement", "openSaga(${header.orderId})"))
          .filter(header("Long-Running-Action").isNull()).stop();
    routeConfiguration("saga-step-if-any")
        .interceptFrom()
          .setHeader("Long-Running-Action", method("placement", "openSaga(${header.orderId})"));
  }
}
