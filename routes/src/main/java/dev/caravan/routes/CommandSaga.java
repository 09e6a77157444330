package dev.caravan.routes;

import org.apache.camel.builder.RouteConfigurationBuilder;
import org.springframework.stereotype.Component;

/** Every command runs under the saga that the database knows its order by, whatever the message says. */
@Component
public class CommandSaga extends RouteConfigurationBuilder {

  @Override
  public void configuration() {
    routeConfiguration()
        .interceptFrom("broker:queue:*").setHeader("Long-Running-Action", method("placement", "saga(${header.orderId})"));
  }
}
