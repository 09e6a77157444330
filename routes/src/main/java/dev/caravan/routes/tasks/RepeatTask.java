package dev.caravan.routes.tasks;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A task that is done comes back when its schedule says. */
@Component
public class RepeatTask extends RouteBuilder {

  @Override
  public void configure() {
    from("{{tasks.repeat}}").routeId("repeat-task").group("tasks")
        .filter(header("taskId").isNotNull()).bean("repetition", "repeat(${header.taskId})");
  }
}
