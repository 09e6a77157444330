package dev.caravan.routes;

import org.apache.camel.builder.RouteConfigurationBuilder;
import org.springframework.stereotype.Component;

/**
 * What happens to what goes wrong: over HTTP, where words are taken literally, it becomes a problem document; on a queue
 * the message goes back to the broker, which delivers it again later and in the end calls it dead.
 */
@Component
public class ErrorPolicy extends RouteConfigurationBuilder {

  @Override
  public void configuration() {
    var api = routeConfiguration("api");
    api.interceptFrom().process("literally");
    api.onException(Throwable.class).handled(true).process("problem");

    routeConfiguration()
        .errorHandler(noErrorHandler());
  }
}
