package dev.caravan.deploy;

import static dev.caravan.deploy.ToDo.id;
import static dev.caravan.deploy.ToDo.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

@EndToEnd
class TasksTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Autowired JdbcTemplate database;
  @Autowired ConnectionFactory broker;

  private ToDo todo;

  @BeforeEach
  void open(@LocalServerPort int port) {
    todo = new ToDo(new Shop(port));
  }

  @Test
  void a_task_is_written_changed_done_and_taken_away_and_each_is_told_on_both_topics() {
    try (var context = broker.createContext()) {
      Setting.assumeTopicsSpeakJms();
      var events = context.createConsumer(context.createTopic("task-events"));
      var updates = context.createConsumer(context.createTopic("task-updates"));
      var task = todo.writes("\"title\": \"Call the bakery\", \"description\": \"About Friday\", \"due_date\": \"2030-01-31\", \"priority\": \"HIGH\"");
      var id = id(task);
      assertThat(todo.task(id)).isEqualTo(task);
      assertThat(task.get("status").asText()).isEqualTo("OPEN");
      assertThat(task.get("owner").asText()).isEqualTo("ada");
      todo.patches(id, "{\"title\": \"Ring the bakery\"}");
      assertThat(todo.completes(id).get("completedBy").asText()).isEqualTo("ada");
      todo.shop.send("DELETE", "/api/v1/tasks/" + id, "");
      assertThat(todo.tries("GET", "/" + id, "").statusCode()).isEqualTo(404);

      for (var topic : List.of(events, updates)) {
        var heard = facts(topic, id, "task.deleted");
        assertThat(heard).extracting(fact -> fact.get("type").asText())
            .containsExactly("task.created", "task.updated", "task.completed", "task.deleted");
        assertThat(heard).allSatisfy(fact -> assertThat(fact.at("/data/taskId").asText()).isEqualTo(id));
        assertThat(heard).extracting(fact -> fact.at("/data/task/version").asInt()).containsExactly(0, 1, 2, 3);
        assertThat(heard.get(1).at("/data/changed")).isEqualTo(Shop.read("[\"title\"]"));
        assertThat(heard.get(2).get("actor").asText()).isEqualTo("ada");
      }
    }
  }

  @Test
  void a_task_that_has_to_do_with_an_order_is_no_fact_of_the_order() {
    var order = todo.shop.orders(1, "card");
    var task = todo.writes("\"title\": \"Call the customer\", \"orderId\": \"%s\"".formatted(order));
    try (var context = broker.createContext()) {
      Setting.assumeTopicsSpeakJms();
      var orders = context.createConsumer(context.createTopic("order-events"));
      todo.completes(id(task));
      todo.shop.servesAndHandsOver(order);
      assertThat(facts(orders, order, "order.completed")).extracting(fact -> fact.get("type").asText())
          .noneMatch(type -> type.startsWith("task."));
    }
    assertThat(todo.list("orderId=" + order)).extracting(ToDo::id).containsExactly(id(task));
  }

  @Test
  void what_is_done_twice_is_done_once() {
    var id = id(todo.writes("\"title\": \"Once\""));
    var first = todo.completes(id);
    assertThat(todo.completes(id)).isEqualTo(first);
    todo.patches(id, "{\"status\": \"COMPLETED\"}");
    assertThat(todo.patches(id, "{\"title\": \"Once\"}")).isEqualTo(first);
    assertThat(told(id)).containsExactly("task.created", "task.completed");
  }

  @Test
  void a_task_is_in_progress_done_and_open_again() {
    var id = id(todo.writes("\"title\": \"Back and forth\", \"status\": \"IN_PROGRESS\""));
    todo.patches(id, "{\"status\": \"COMPLETED\"}");
    assertThat(todo.shop.post("/tasks/" + id + "/reopen", "").has("completedAt")).isFalse();
    assertThat(todo.patches(id, "{\"status\": \"IN_PROGRESS\"}").get("status").asText()).isEqualTo("IN_PROGRESS");
    assertThat(told(id)).containsExactly("task.created", "task.updated", "task.completed", "task.reopened", "task.updated");
  }

  @Test
  void what_is_sent_again_under_its_key_is_written_once() {
    var key = "key-" + UUID.randomUUID();
    var body = "{\"title\": \"Only one\", \"tags\": [\"%s\"]}".formatted(todo.tag);
    var first = todo.tries("POST", "", body, "Idempotency-Key", key);
    assertThat(todo.tries("POST", "", body, "Idempotency-Key", key).body()).isEqualTo(first.body());
    assertThat(todo.tries("POST", "", "{\"title\": \"Another\"}", "Idempotency-Key", key).statusCode()).isEqualTo(422);
    assertThat(todo.all()).hasSize(1);
  }

  // Changed in part

  @Test
  void a_patch_changes_what_it_names_and_null_takes_away() {
    var id = id(todo.writes("\"title\": \"Patch\", \"description\": \"old\", \"assignee\": \"bob\", \"dueDate\": \"2030-01-31T08:00:00\", \"zone\": \"Europe/Berlin\""));
    var patched = todo.patches(id, "{\"description\": null, \"priority\": \"URGENT\", \"dueDate\": \"2030-07-31T08:00:00\"}");
    assertThat(patched.has("description")).isFalse();
    assertThat(patched.get("assignee").asText()).isEqualTo("bob");
    assertThat(patched.get("dueDate").asText()).isEqualTo("2030-07-31T08:00:00+02:00");
    assertThat(patched.get("dueAt").asText()).isEqualTo("2030-07-31T06:00:00Z");
  }

  @Test
  void a_task_that_is_put_loses_what_is_left_out() {
    var id = id(todo.writes("\"title\": \"Put\", \"description\": \"old\", \"dueDate\": \"2030-01-31\""));
    var put = Shop.read(todo.tries("PUT", "/" + id, "{\"title\": \"New\"}").body());
    assertThat(put.has("description")).isFalse();
    assertThat(put.has("dueAt")).isFalse();
    assertThat(put.get("owner").asText()).isEqualTo("ada");
  }

  @Test
  void whoever_has_not_seen_the_last_change_changes_nothing() {
    var id = id(todo.writes("\"title\": \"Guarded\""));
    var tag = todo.tries("GET", "/" + id, "").headers().firstValue("ETag").orElseThrow();
    assertThat(todo.tries("PATCH", "/" + id, "{\"title\": \"First\"}", "If-Match", tag).statusCode()).isEqualTo(200);
    for (var attempt : List.of(
        todo.tries("PATCH", "/" + id, "{\"title\": \"Second\"}", "If-Match", tag),
        todo.tries("PUT", "/" + id, "{\"title\": \"Second\"}", "If-Match", tag),
        todo.tries("POST", "/" + id + "/complete", "", "If-Match", tag), todo.tries("DELETE", "/" + id, "", "If-Match", tag))) {
      isRefused(attempt, 412, "If-Match");
    }
    assertThat(todo.task(id).get("title").asText()).isEqualTo("First");
    assertThat(told(id)).containsExactly("task.created", "task.updated");
  }

  @ParameterizedTest(name = "{0} because of {1}")
  @CsvSource(delimiter = '|', value = {
      "{} | title",
      "{\"title\": \" \"} | title",
      "{\"title\": \"x\", \"colour\": \"red\"} | colour",
      "{\"title\": \"x\", \"dueDate\": \"tomorrow\"} | dueDate",
      "{\"title\": \"x\", \"dueDate\": \"2030-02-30\"} | dueDate",
      "{\"title\": \"x\", \"dueDate\": \"9999-01-01\"} | dueDate",
      "{\"title\": \"x\", \"zone\": \"+01:00\"} | zone",
      "{\"title\": \"x\", \"zone\": \"Mars/Base\"} | zone",
      "{\"title\": \"x\", \"priority\": \"highest\"} | priority",
      "{\"title\": \"x\", \"tags\": [\"a\", \"<b>\"]} | tags[1]",
      "{\"title\": \"x\", \"reminderTime\": \"8 o'clock\"} | reminderTime",
      "{\"title\": \"x\", \"reminders\": [{}]} | reminders[0]",
      "{\"title\": \"x\", \"reminders\": [{\"before\": \"PT1H\"}]} | reminders[0].before",
      "{\"title\": \"x\", \"dueDate\": \"2030-01-31\", \"reminders\": [{\"before\": \"-PT1H\"}]} | reminders[0].before",
      "{\"title\": \"x\", \"isRecurring\": true} | recurrence",
      "{\"title\": \"x\", \"recurrence\": {}} | recurrence",
      "{\"title\": \"x\", \"recurrence\": {\"rrule\": \"FREQ=HOURLY\"}} | recurrence.rrule",
      "{\"title\": \"x\", \"recurrence\": {\"rrule\": \"every Friday\"}} | recurrence.rrule",
      "{\"title\": \"x\", \"recurrence\": {\"rrule\": \"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31\"}} | recurrence.rrule",
      "{\"title\": \"x\", \"recurrence\": {\"frequency\": \"hourly\"}} | recurrence.frequency",
      "{\"title\": \"x\", \"recurrenceSchedule\": \"fortnightly\"} | recurrenceSchedule",
      "{\"title\": \"x\", \"zone\": \"UTC\", \"recurrence\": {\"frequency\": \"daily\", \"zone\": \"Europe/Berlin\"}} | recurrence.zone",
      "{\"title\": \"x\", \"order\": {\"customerId\": \"ada\", \"payment\": {\"method\": \"card\"}}} | dueDate",
      "{\"title\": \"x\", \"assignee\": \"ada lovelace\"} | assignee",
      "{\"title\": \"x\", \"assigneeRole\": \"KING\"} | assigneeRole"})
  void a_task_that_cannot_be_meant_is_refused_by_the_name_of_the_field(String body, String field) {
    isRefused(todo.tries("POST", "", body), 400, field);
    var id = id(todo.writes("\"title\": \"As it was\""));
    var before = todo.task(id);
    isRefused(todo.tries("PUT", "/" + id, body), 400, field);
    assertThat(todo.task(id)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"title\": null}", "{\"title\": 7}", "{\"title\": {}}"})
  void a_patch_that_would_break_a_task_is_refused(String patch) {
    var id = id(todo.writes("\"title\": \"Whole\""));
    isRefused(todo.tries("PATCH", "/" + id, patch), 400, "title");
    assertThat(todo.task(id).get("title").asText()).isEqualTo("Whole");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "7", "\"title\""})
  void a_patch_that_is_no_object_is_refused(String patch) {
    var id = id(todo.writes("\"title\": \"Whole\""));
    isRefused(todo.tries("PATCH", "/" + id, patch), 400, "body");
  }

  @Test
  void who_acts_has_to_be_an_id() {
    isRefused(todo.tries("POST", "", "{\"title\": \"x\"}", "X-User-Id", "a b"), 400, "X-User-Id");
  }

  // Found

  @Test
  void tasks_are_found_by_what_they_are() {
    var late = id(todo.writes("\"title\": \"Order flour for Sunday\", \"dueDate\": \"2030-05-05\", \"assignee\": \"bob\""));
    var early = id(todo.writes("\"title\": \"Sweep\", \"description\": \"the flour off the floor\", \"dueDate\": \"2030-05-01T10:00:00Z\", \"priority\": \"URGENT\""));
    var never = id(todo.writes("\"title\": \"Dream\", \"assigneeRole\": \"STAFF\""));
    todo.completes(never);
    var mine = "tag=" + todo.tag + "&";
    assertThat(todo.list(mine + "sort=dueDate")).extracting(ToDo::id).containsExactly(early, late, never);
    assertThat(todo.list(mine + "sort=-priority&limit=1")).extracting(ToDo::id).containsExactly(early);
    assertThat(todo.list(mine + "q=flour")).extracting(ToDo::id).containsExactlyInAnyOrder(early, late);
    assertThat(todo.list(mine + "q=flour%20-sunday")).extracting(ToDo::id).containsExactly(early);
    assertThat(todo.list(mine + "status=live")).extracting(ToDo::id).containsExactlyInAnyOrder(early, late);
    assertThat(todo.list(mine + "status=COMPLETED&assigneeRole=STAFF")).extracting(ToDo::id).containsExactly(never);
    assertThat(todo.list(mine + "dueFrom=2030-05-01T10:00:00Z&dueTo=2030-05-05T00:00:00Z")).extracting(ToDo::id).containsExactly(early);
    assertThat(todo.list(mine + "assignee=bob&owner=ada")).extracting(ToDo::id).containsExactly(late);
  }

  @ParameterizedTest
  @ValueSource(strings = {"createdAt", "-createdAt", "updatedAt", "-updatedAt", "dueDate", "-dueDate", "priority", "-priority", "title", "-title"})
  void pages_in_any_order_hold_every_task_once(String sort) {
    for (int i = 0; i < 7; i++) {
      todo.writes("\"title\": \"Task %d\", \"priority\": \"%s\" %s".formatted(
          i % 3, i % 2 == 0 ? "LOW" : "HIGH", i % 4 == 0 ? "" : ", \"dueDate\": \"2030-01-0" + (i % 3 + 1) + "\""));
    }
    var seen = new ArrayList<JsonNode>();
    var next = "/tasks?tag=" + todo.tag + "&limit=2&sort=" + sort;
    while (next != null) {
      var answer = todo.shop.send("GET", next.startsWith("/api") ? next : "/api/v1" + next, "");
      Shop.read(answer.body()).get("tasks").forEach(seen::add);
      next = answer.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>'))).orElse(null);
    }
    assertThat(seen).hasSize(7).extracting(ToDo::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"sort=colour, sort", "status=DONE, status", "priority=7, priority", "dueFrom=now, dueFrom", "deleted=maybe, deleted",
      "scheduleId=x, scheduleId", "limit=0, limit", "cursor=x, cursor", "duty=COOK, duty"})
  void a_list_that_cannot_be_meant_is_refused_by_the_name_of_the_parameter(String query, String parameter) {
    isRefused(todo.tries("GET", "?" + query, ""), 400, parameter);
  }

  // Taken away and given back

  @Test
  void a_deleted_task_can_be_restored_for_thirty_days() {
    var id = id(todo.writes("\"title\": \"Not so fast\""));
    todo.tries("DELETE", "/" + id, "");
    assertThat(todo.all()).isEmpty();
    assertThat(todo.list("deleted=true&tag=" + todo.tag)).extracting(ToDo::id).containsExactly(id);
    assertThat(todo.shop.post("/tasks/" + id + "/restore", "").has("deletedAt")).isFalse();
    assertThat(todo.shop.post("/tasks/" + id + "/restore", "").get("status").asText()).isEqualTo("OPEN");
    assertThat(told(id)).containsExactly("task.created", "task.deleted", "task.restored");
  }

  @Test
  void what_was_deleted_long_ago_is_forgotten(@Autowired Backstage backstage) {
    var old = id(todo.writes("\"title\": \"Old\""));
    var young = id(todo.writes("\"title\": \"Young\""));
    todo.tries("DELETE", "/" + old, "");
    todo.tries("DELETE", "/" + young, "");
    database.update("update tasks.task set deleted_at = deleted_at - interval '30 days 1 minute' where id = ?", UUID.fromString(old));
    backstage.runs("tasks", "forget(1000)");
    assertThat(todo.tries("POST", "/" + old + "/restore", "").statusCode()).isEqualTo(404);
    assertThat(todo.tries("POST", "/" + young + "/restore", "").statusCode()).isEqualTo(200);
  }

  // Many at once

  @Test
  void each_operation_of_a_batch_is_carried_out_by_itself() {
    var id = id(todo.writes("\"title\": \"In the batch\""));
    var results = todo.shop.post("/tasks/batch", """
        {"operations": [{"op": "create", "task": {"title": "New", "tags": ["%1$s"]}}, {"op": "create", "task": {"title": ""}},
          {"op": "patch", "id": "%2$s", "task": {"priority": "HIGH"}}, {"op": "complete", "id": "%2$s"}, {"op": "skip", "id": "%2$s"},
          {"op": "delete", "id": "nothing"}]}""".formatted(todo.tag, id)).get("results");
    assertThat(results).hasSize(6);
    assertThat(results.get(0).at("/task/title").asText()).isEqualTo("New");
    assertThat(results.get(1).at("/problem/errors/0/field").asText()).isEqualTo("title");
    assertThat(results.get(3).at("/task/status").asText()).isEqualTo("COMPLETED");
    assertThat(results.get(4).at("/problem/status").asInt()).isEqualTo(409);
    assertThat(results.get(5).at("/problem/status").asInt()).isEqualTo(404);
    assertThat(todo.all()).hasSize(2);
  }

  private List<String> told(String id) {
    return database.queryForList("select type from events.event where subject = ? order by seq", String.class, id);
  }

  /** What is heard of a subject, up to its last fact; one that is told again is known by its id. */
  private static List<JsonNode> facts(JMSConsumer consumer, String subject, String last) {
    var facts = new ArrayList<JsonNode>();
    Awaitility.await().atMost(PATIENCE).until(() -> {
      try {
        var message = consumer.receive(PATIENCE.toMillis());
        var fact = Shop.read(message.getBody(String.class));
        if (fact.get("subject").asText().equals(subject) && facts.stream().noneMatch(known -> known.get("id").equals(fact.get("id")))) {
          facts.add(fact);
        }
      } catch (JMSException e) {
        throw new AssertionError(e);
      }
      return !facts.isEmpty() && facts.get(facts.size() - 1).get("type").asText().equals(last);
    });
    return facts;
  }
}
