package dev.caravan.routes.tasks;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Whoever has to do a task is reminded of it in time. */
@Component
public class RemindOfTask extends RouteBuilder {

  @Override
  public void configure() {
    from("{{tasks.remind}}").routeId("remind-of-task").group("tasks")
        .filter(header("taskId").isNotNull()).bean("reminders", "remind(${header.taskId})");
  }
}
