package dev.caravan.routes.timers;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What is due has become a fact. */
@Component
public class FireTimers extends RouteBuilder {

  @Override
  public void configure() {
    from("{{timers.tick}}").routeId("fire-timers").group("timers")
        .loopDoWhile(simple("${body} == null || ${body} > 0"))
          .bean("timers", "fireDue(200)");
  }
}
