package dev.caravan.routes.tasks;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Schedules over HTTP: looked up, paused, resumed. */
@Component
public class SchedulesApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/schedules")
        .get().id("list-schedules-request").to("direct:list-schedules")
        .get("/{id}").id("get-schedule-request").to("direct:get-schedule")
        .post("/{id}/pause").id("pause-schedule-request").to("direct:pause-schedule")
        .post("/{id}/resume").id("resume-schedule-request").to("direct:resume-schedule");

    from("direct:list-schedules").routeConfigurationId("api").routeId("list-schedules").group("tasks")
        .bean("schedules", "list(${header.isActive}, ${header.limit}, ${header.cursor})")
        .process("answer");

    from("direct:get-schedule").routeConfigurationId("api").routeId("get-schedule").group("tasks")
        .bean("schedules", "one(${header.id})")
        .process("answer");

    from("direct:pause-schedule").routeConfigurationId("api").routeId("pause-schedule").group("tasks")
        .bean("schedules", "pause(${header.id}, ${header.X-User-Id})")
        .process("answer");

    from("direct:resume-schedule").routeConfigurationId("api").routeId("resume-schedule").group("tasks")
        .bean("schedules", "resume(${header.id}, ${header.X-User-Id})")
        .process("answer");
  }
}
