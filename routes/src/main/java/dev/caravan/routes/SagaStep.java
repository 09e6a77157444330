package dev.caravan.routes;

import org.apache.camel.builder.RouteConfigurationBuilder;
import org.springframework.stereotype.Component;

/**
 * A step of a saga runs under the saga that the database knows its order by, whatever the message says, and only while
 * that order is still being placed.
 */
@Component
public class SagaStep extends RouteConfigurationBuilder {

  @Override
  public void configuration() {
    routeConfiguration("saga-step")
        .interceptFrom()
          .setHeader("Long-Running-Action", method("placement", "sagaWhilePlacing(${header.orderId})"))
          .filter(header("Long-Running-Action").isNull()).stop();
  }
}
