package dev.caravan.routes.tasks;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What the house needs a person for is a task, until it is done or has settled itself. */
@Component
public class OpenDuty extends RouteBuilder {

  @Override
  public void configure() {
    from("{{tasks.open-duty}}").routeId("open-duty").group("tasks")
        .filter(header("seq").isNotNull()).bean("duties", "open(${header.seq})");

    from("{{tasks.settle}}").routeId("settle-duties").group("tasks")
        .bean("duties", "settle()");
  }
}
