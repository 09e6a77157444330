package dev.caravan.routes.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.model.tasks.Batch;
import dev.caravan.model.tasks.Closing;
import dev.caravan.model.tasks.NewTask;
import dev.caravan.model.tasks.Snooze;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/** Tasks over HTTP: written, looked up, listed, done, put off, taken away and given back. */
@Component
public class TasksApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/tasks")
        .get().id("list-tasks-request").to("direct:list-tasks")
        .post().id("create-task-request").to("direct:create-task")
        .post("/batch").id("batch-tasks-request").to("direct:batch-tasks")
        .get("/{id}").id("get-task-request").to("direct:get-task")
        .put("/{id}").id("replace-task-request").to("direct:replace-task")
        .patch("/{id}").id("patch-task-request").to("direct:patch-task")
        .delete("/{id}").id("delete-task-request").to("direct:delete-task")
        .post("/{id}/restore").id("restore-task-request").to("direct:restore-task")
        .post("/{id}/complete").id("complete-task-request").to("direct:complete-task")
        .post("/{id}/reopen").id("reopen-task-request").to("direct:reopen-task")
        .post("/{id}/snooze").id("snooze-task-request").to("direct:snooze-task")
        .post("/{id}/skip").id("skip-task-request").to("direct:skip-task");

    from("direct:list-tasks").routeConfigurationId("api").routeId("list-tasks").group("tasks")
        .bean("taskQueries", "list(${headers})")
        .process("answer");

    from("direct:create-task").routeConfigurationId("api").routeId("create-task").group("tasks")
        .unmarshal().json(JsonLibrary.Jackson, NewTask.class)
        .to("{{validate}}")
        .bean("tasks", "create(${body}, ${header.Idempotency-Key}, ${header.X-User-Id})")
        .process("answer");

    from("direct:batch-tasks").routeConfigurationId("api").routeId("batch-tasks").group("tasks")
        .unmarshal().json(JsonLibrary.Jackson, Batch.class)
        .to("{{validate}}")
        .bean("taskBatch", "carryOut(${body}, ${header.Idempotency-Key}, ${header.X-User-Id})")
        .process("answer");

    from("direct:get-task").routeConfigurationId("api").routeId("get-task").group("tasks")
        .bean("tasks", "one(${header.id})")
        .process("answer");

    from("direct:replace-task").routeConfigurationId("api").routeId("replace-task").group("tasks")
        .unmarshal().json(JsonLibrary.Jackson, NewTask.class)
        .to("{{validate}}")
        .bean("tasks", "replace(${header.id}, ${body}, ${header.If-Match}, ${header.X-User-Id})")
        .process("answer");

    from("direct:patch-task").routeConfigurationId("api").routeId("patch-task").group("tasks")
        .unmarshal().json(JsonLibrary.Jackson, JsonNode.class)
        .bean("tasks", "patch(${header.id}, ${body}, ${header.If-Match}, ${header.X-User-Id})")
        .process("answer");

    from("direct:delete-task").routeConfigurationId("api").routeId("delete-task").group("tasks")
        .bean("tasks", "delete(${header.id}, ${header.If-Match}, ${header.X-User-Id})")
        .process("answer");

    from("direct:restore-task").routeConfigurationId("api").routeId("restore-task").group("tasks")
        .bean("tasks", "restore(${header.id}, ${header.X-User-Id})")
        .process("answer");

    from("direct:complete-task").routeConfigurationId("api").routeId("complete-task").group("tasks")
        .to("direct:read-closing")
        .bean("tasks", "complete(${header.id}, ${body}, ${header.If-Match}, ${header.X-User-Id})")
        .process("answer");

    from("direct:read-closing").errorHandler(noErrorHandler()).routeId("read-closing").group("tasks")
        .convertBodyTo(String.class)
        .filter(simple("${body} == null || ${body} == ''")).setBody(constant("{}")).end()
        .unmarshal().json(JsonLibrary.Jackson, Closing.class)
        .to("{{validate}}");

    from("direct:reopen-task").routeConfigurationId("api").routeId("reopen-task").group("tasks")
        .bean("tasks", "reopen(${header.id}, ${header.If-Match}, ${header.X-User-Id})")
        .process("answer");

    from("direct:snooze-task").routeConfigurationId("api").routeId("snooze-task").group("tasks")
        .unmarshal().json(JsonLibrary.Jackson, Snooze.class)
        .to("{{validate}}")
        .bean("tasks", "snooze(${header.id}, ${body}, ${header.If-Match}, ${header.X-User-Id})")
        .process("answer");

    from("direct:skip-task").routeConfigurationId("api").routeId("skip-task").group("tasks")
        .bean("tasks", "skip(${header.id}, ${header.If-Match}, ${header.X-User-Id})")
        .process("answer");
  }
}
