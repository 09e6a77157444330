package dev.caravan.deploy;

import static dev.caravan.deploy.ToDo.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

@EndToEnd
class RecurrenceTest {

  private static final String DAILY = "\"title\": \"Water the plants\", \"dueDate\": \"2030-01-31\", \"isRecurring\": true, \"recurrence_schedule\": \"daily\"";

  @Autowired Backstage backstage;

  private ToDo todo;

  @BeforeEach
  void open(@LocalServerPort int port) {
    todo = new ToDo(new Shop(port));
  }

  @AfterEach
  void letGo() {
    backstage.letAllGo();
  }

  private List<String> dues() {
    return todo.all().stream().map(task -> task.get("dueDate").asText()).toList();
  }

  private JsonNode schedule(JsonNode task) {
    return todo.shop.get("/schedules/" + task.get("scheduleId").asText());
  }

  @Test
  void a_daily_task_that_is_done_is_there_for_the_next_day() {
    var task = todo.writes(DAILY + ", \"description\": \"All\", \"assignee\": \"bob\", \"reminders\": [{\"before\": \"PT2H\"}, {\"at\": \"2030-01-30T20:00:00Z\"}]");
    todo.completes(id(task));
    var next = todo.awaits("the next occurrence", tasks -> tasks.size() == 2).get(1);
    assertThat(next.get("dueDate").asText()).isEqualTo("2030-02-01");
    assertThat(next.get("status").asText()).isEqualTo("OPEN");
    assertThat(next.get("description").asText()).isEqualTo("All");
    assertThat(next.get("assignee").asText()).isEqualTo("bob");
    assertThat(next.get("reminders")).extracting(reminder -> reminder.get("remindAt").asText())
        .containsExactly("2030-01-31T22:00:00Z", "2030-01-31T20:00:00Z");
    assertThat(schedule(next).get("upcoming").get(0).asText()).isEqualTo("2030-02-02");
    assertThat(todo.shop.get("/schedules?is_active=true&limit=1").get("schedules").get(0)).isEqualTo(
        withoutUpcoming(schedule(next)));
  }

  private static JsonNode withoutUpcoming(JsonNode schedule) {
    return ((ObjectNode) schedule.deepCopy()).set("upcoming", Shop.read("[]"));
  }

  @Test
  void a_task_that_fifty_people_complete_at_once_comes_back_once() throws Exception {
    var task = id(todo.writes(DAILY));
    var people = Executors.newFixedThreadPool(50);
    try {
      for (var done : people.invokeAll(Collections.nCopies(50, (Callable<Integer>) () -> todo.tries("POST", "/" + task + "/complete", "").statusCode()))) {
        assertThat(done.get()).isEqualTo(200);
      }
    } finally {
      people.shutdownNow();
    }
    todo.awaits("the next occurrence", tasks -> tasks.size() > 1);
    backstage.carriedOut();
    assertThat(dues()).containsExactly("2030-01-31", "2030-02-01");
  }

  @Test
  void a_task_comes_back_once_however_often_it_is_told() {
    var task = id(todo.writes(DAILY));
    todo.completes(task);
    todo.awaits("the next occurrence", tasks -> tasks.size() == 2);
    backstage.tellsAgain(task, "task.completed");
    backstage.carriedOut();
    todo.shop.post("/tasks/" + task + "/reopen", "");
    todo.completes(task);
    backstage.carriedOut();
    assertThat(dues()).containsExactly("2030-01-31", "2030-02-01");
  }

  @Test
  void a_task_comes_back_though_the_command_is_lost() {
    backstage.holdUp("repeat-task");
    var task = id(todo.writes(DAILY));
    todo.completes(task);
    backstage.loses("repeat-task", task);
    backstage.letGo("repeat-task");
    todo.awaits("the next occurrence", tasks -> tasks.size() == 2);
  }

  @Test
  void a_task_comes_back_once_though_the_process_is_killed_before_it_does(@TempDir Path folder) {
    var caravan = new CaravanProcess(folder.resolve("data"), "--caravan.services=all,-tasks");
    try (caravan) {
      var before = new ToDo(caravan.start());
      var task = id(before.writes(DAILY));
      before.completes(task);
      assertThat(before.all()).hasSize(1);
      caravan.kill();
    }
    var again = new CaravanProcess(folder.resolve("data"), "--caravan.tasks.patience=1s");
    try (again) {
      var after = new ToDo(again.start());
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> after.list("status=live").size() == 1);
      assertThat(after.list("")).extracting(each -> each.get("dueDate").asText()).containsExactly("2030-02-01", "2030-01-31");
      after.shop.invariantsHold();
    }
  }

  @Test
  void what_is_skipped_comes_back_and_what_does_not_recur_cannot_be_skipped() {
    var task = id(todo.writes(DAILY));
    assertThat(todo.shop.post("/tasks/" + task + "/skip", "").get("status").asText()).isEqualTo("SKIPPED");
    todo.awaits("the next occurrence", tasks -> tasks.size() == 2);
    var other = id(todo.writes("\"title\": \"Only once\""));
    ToDo.isRefused(todo.tries("POST", "/" + other + "/skip", ""), 409, "status");
  }

  @Test
  void what_is_paused_comes_back_when_it_is_resumed() {
    var task = todo.writes(DAILY);
    var schedule = "/schedules/" + task.get("scheduleId").asText();
    assertThat(todo.shop.post(schedule + "/pause", "").get("isActive").asBoolean()).isFalse();
    todo.completes(id(task));
    backstage.carriedOut();
    assertThat(dues()).hasSize(1);
    todo.shop.post(schedule + "/resume", "");
    todo.awaits("the next occurrence", tasks -> tasks.size() == 2);
  }

  @Test
  void what_is_taken_away_comes_back_no_more_unless_it_is_restored() {
    var task = todo.writes(DAILY);
    todo.tries("DELETE", "/" + id(task), "");
    assertThat(schedule(task).get("status").asText()).isEqualTo("ENDED");
    todo.shop.post("/tasks/" + id(task) + "/restore", "");
    assertThat(schedule(task).get("status").asText()).isEqualTo("ACTIVE");
    todo.completes(id(task));
    todo.awaits("the next occurrence", tasks -> tasks.size() == 2);
  }

  @Test
  void the_last_one_is_the_last() {
    var task = todo.writes("\"title\": \"Twice\", \"dueDate\": \"2030-01-31\", \"recurrence\": {\"rrule\": \"FREQ=DAILY;COUNT=2\"}");
    todo.completes(id(task));
    var last = todo.awaits("the next occurrence", tasks -> tasks.size() == 2).get(1);
    todo.completes(id(last));
    backstage.carriedOut();
    assertThat(dues()).hasSize(2);
    assertThat(schedule(task).get("status").asText()).isEqualTo("ENDED");
  }

  @Test
  void a_month_end_keeps_its_day() {
    var task = todo.writes("\"title\": \"Rent\", \"dueDate\": \"2030-01-31\", \"recurrence\": {\"frequency\": \"monthly\"}");
    todo.completes(id(task));
    todo.completes(id(todo.awaits("February", tasks -> tasks.size() == 2).get(1)));
    todo.awaits("March", tasks -> tasks.size() == 3);
    assertThat(dues()).containsExactly("2030-01-31", "2030-02-28", "2030-03-31");
  }

  @Test
  void an_occurrence_that_is_moved_moves_no_other() {
    var task = todo.writes("\"title\": \"Meet\", \"dueDate\": \"2030-01-04T09:00:00\", \"zone\": \"America/New_York\", \"recurrence\": {\"frequency\": \"weekly\"}");
    todo.patches(id(task), "{\"dueDate\": \"2030-01-06T15:00:00\"}");
    todo.completes(id(task));
    var next = todo.awaits("the next occurrence", tasks -> tasks.size() == 2).get(1);
    assertThat(dues()).containsExactly("2030-01-06T15:00:00-05:00", "2030-01-11T09:00:00-05:00");
    todo.patches(id(next), "{\"dueDate\": \"2030-01-12\"}");
    todo.completes(id(next));
    todo.awaits("the occurrence after it", tasks -> tasks.size() == 3);
    assertThat(dues()).contains("2030-01-12", "2030-01-18T09:00:00-05:00");
  }

  @Test
  void a_task_that_moves_to_another_zone_recurs_there() {
    var task = todo.writes("\"title\": \"Call\", \"dueDate\": \"2030-01-04T09:00:00\", \"zone\": \"America/New_York\", \"recurrence\": {\"frequency\": \"weekly\"}");
    var moved = todo.patches(id(task), "{\"zone\": \"Europe/Berlin\"}");
    assertThat(moved.get("dueDate").asText()).isEqualTo("2030-01-04T15:00:00+01:00");
    todo.completes(id(task));
    todo.awaits("the next occurrence", tasks -> tasks.size() == 2);
    assertThat(dues()).contains("2030-01-11T15:00:00+01:00");
  }

  @Test
  void a_reminder_with_a_time_of_its_own_keeps_it_on_the_clock_of_the_zone() {
    var task = todo.writes("\"title\": \"Garden\", \"dueDate\": \"2030-03-08\", \"zone\": \"America/New_York\", \"recurrence\": {\"frequency\": \"weekly\"}, \"reminderTime\": \"2030-03-08T09:00:00-05:00\"");
    todo.completes(id(task));
    var next = todo.awaits("the next occurrence", tasks -> tasks.size() == 2).get(1);
    assertThat(next.get("dueDate").asText()).isEqualTo("2030-03-15");
    assertThat(next.get("reminderTime").asText()).isEqualTo("2030-03-15T13:00:00Z");
  }

  @Test
  void a_rule_that_is_changed_counts_from_the_task_and_one_that_is_taken_away_ends() {
    var task = todo.writes(DAILY);
    todo.patches(id(task), "{\"recurrence\": {\"rrule\": \"FREQ=WEEKLY\"}}");
    assertThat(schedule(task).get("status").asText()).isEqualTo("ENDED");
    todo.completes(id(task));
    var next = todo.awaits("the next occurrence", tasks -> tasks.size() == 2).get(1);
    assertThat(next.get("dueDate").asText()).isEqualTo("2030-02-07");
    todo.patches(id(next), "{\"recurrence\": null}");
    todo.completes(id(next));
    backstage.carriedOut();
    assertThat(dues()).hasSize(2);
  }

  @Test
  void what_passed_is_left_out_or_stacked() {
    var past = LocalDate.now().minusDays(3);
    var skipped = todo.writes("\"title\": \"Skip\", \"dueDate\": \"%s\", \"recurrence\": {\"frequency\": \"daily\"}".formatted(past));
    todo.completes(id(skipped));
    todo.awaits("the next occurrence", tasks -> tasks.size() == 2);
    assertThat(dues().get(1)).isGreaterThanOrEqualTo(LocalDate.now().toString());
    todo = new ToDo(todo.shop);
    var stacked = todo.writes("\"title\": \"Stack\", \"dueDate\": \"%s\", \"recurrence\": {\"frequency\": \"daily\", \"overdue\": \"STACK\"}".formatted(past));
    todo.completes(id(stacked));
    todo.awaits("what passed", tasks -> tasks.size() >= 4);
    assertThat(dues()).contains(past.plusDays(1).toString(), past.plusDays(2).toString(), past.plusDays(3).toString());
  }
}
