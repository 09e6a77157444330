package dev.caravan.routes.tasks;

import dev.caravan.model.tasks.Exported;
import dev.caravan.model.tasks.Import;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Tasks over HTTP as files of other programs: calendars and tables. */
@Component
public class TaskFilesApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/tasks")
        .get("/export").id("export-tasks-request").to("direct:export-tasks")
        .post("/import").id("import-tasks-request").to("direct:import-tasks");

    from("direct:export-tasks").routeConfigurationId("api").routeId("export-tasks").group("tasks")
        .bean("preference", "of(${header.Accept}, 'text/calendar, text/csv')")
        .choice()
          .when(body().isEqualTo("text/calendar")).to("direct:export-task-calendar")
          .when(body().isEqualTo("text/csv")).to("direct:export-task-table")
          .otherwise().process("answer");

    from("direct:export-task-calendar").routeConfigurationId("api").routeId("export-task-calendar").group("tasks")
        .bean("taskQueries", "export(${headers})")
        .choice()
          .when(body().isInstanceOf(Exported.class))
            .bean("taskCalendar", "write")
            .setHeader(Exchange.CONTENT_TYPE, constant("text/calendar; charset=utf-8"))
            .setHeader("Content-Disposition", constant("attachment; filename=\"tasks.ics\""))
          .otherwise().process("answer");

    from("direct:export-task-table").routeConfigurationId("api").routeId("export-task-table").group("tasks")
        .bean("taskQueries", "export(${headers})")
        .choice()
          .when(body().isInstanceOf(Exported.class))
            .bean("taskTable", "write")
            .setHeader(Exchange.CONTENT_TYPE, constant("text/csv; charset=utf-8; header=present"))
            .setHeader("Content-Disposition", constant("attachment; filename=\"tasks.csv\""))
          .otherwise().process("answer");

    from("direct:import-tasks").routeConfigurationId("api").routeId("import-tasks").group("tasks")
        .choice()
          .when(header(Exchange.CONTENT_TYPE).regex("(?i)text/csv.*")).bean("taskTable", "read")
          .otherwise().bean("taskCalendar", "read")
        .end()
        .filter(body().isInstanceOf(Import.class))
          .bean("taskImport", "take(${body}, ${header.X-User-Id})")
        .end()
        .process("answer");
  }
}
