package dev.caravan.routes;

import org.apache.camel.builder.RouteConfigurationBuilder;
import org.springframework.stereotype.Component;

/**
 * What happens to what goes wrong: over HTTP it becomes a problem document; on a queue the message goes back to the
 * broker, which delivers it again later and in the end calls it dead.
 */
@Component
public class ErrorPolicy extends RouteConfigurationBuilder {

  @Override
  public void configuration() {
    routeConfiguration("api")
        .onException(Throwable.class).handled(true).process("problem");

    routeConfiguration()
        .errorHandler(noErrorHandler());
  }
}
