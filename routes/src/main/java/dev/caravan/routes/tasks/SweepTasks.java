package dev.caravan.routes.tasks;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What should have followed from a task does, and what was deleted long ago is forgotten. */
@Component
public class SweepTasks extends RouteBuilder {

  @Override
  public void configure() {
    from("{{tasks.sweep}}").routeId("sweep-tasks").group("tasks")
        .bean("consequences", "tellAgain(500)")
        .bean("taskSweep", "catchUp(500)");

    from("{{tasks.forget}}").routeId("forget-tasks").group("tasks")
        .bean("tasks", "forget(1000)");
  }
}
