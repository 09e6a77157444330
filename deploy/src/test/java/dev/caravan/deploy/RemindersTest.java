package dev.caravan.deploy;

import static dev.caravan.deploy.ToDo.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

@EndToEnd
class RemindersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Autowired ConnectionFactory broker;
  @Autowired JdbcTemplate database;
  @Autowired MovableClock clock;
  @Autowired Backstage backstage;

  private ToDo todo;
  private JMSContext context;
  private JMSConsumer reminders;

  @BeforeEach
  void open(@LocalServerPort int port) {
    todo = new ToDo(new Shop(port));
    context = broker.createContext();
    Setting.assumeTopicsSpeakJms();
    reminders = context.createConsumer(context.createTopic("reminders"));
  }

  @AfterEach
  void close() {
    context.close();
    backstage.letAllGo();
  }

  private String in(long seconds) {
    return clock.instant().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The next reminder of this task that is heard. */
  private JsonNode heard(String task) {
    try {
      while (true) {
        var message = reminders.receive(PATIENCE.toMillis());
        assertThat(message).as("a reminder of " + task).isNotNull();
        if (task.equals(message.getStringProperty("taskId"))) {
          return Shop.read(message.getBody(String.class));
        }
      }
    } catch (JMSException e) {
      throw new AssertionError(e);
    }
  }

  private int triggered(String task) {
    return database.queryForObject(
        "select count(*) from events.event where subject = ? and type = 'reminder.triggered'", Integer.class, task);
  }

  private static List<String> statuses(JsonNode task) {
    return task.get("reminders").findValuesAsText("status");
  }

  @Test
  void whoever_has_to_do_a_task_is_reminded_at_the_time_once() {
    var time = in(2);
    var task = id(todo.writes("\"title\": \"Call\", \"assignee\": \"bob\", \"remind_at\": \"%s\", \"orderId\": \"o-7\"".formatted(time)));
    var fact = heard(task);
    assertThat(fact.get("type").asText()).isEqualTo("reminder.triggered");
    assertThat(Instant.parse(fact.get("time").asText())).isBetween(Instant.parse(time), Instant.parse(time).plusSeconds(20));
    assertThat(fact.at("/data/remindAt").asText()).isEqualTo(time);
    assertThat(fact.at("/data/users")).isEqualTo(Shop.read("[\"bob\"]"));
    assertThat(fact.at("/data/orderId").asText()).isEqualTo("o-7");
    backstage.carriedOut();
    assertThat(statuses(todo.task(task))).containsExactly("FIRED");
    assertThat(triggered(task)).isEqualTo(1);
    assertThat(backstage.pendingTimers(task)).isEmpty();
  }

  @Test
  void several_reminders_come_each_at_its_time() {
    var task = id(todo.writes("\"title\": \"Meet\", \"dueDate\": \"%s\", \"reminders\": [{\"before\": \"PT3S\"}, {\"before\": \"PT2S\"}, {\"before\": \"PT240H\"}]".formatted(in(5))));
    assertThat(statuses(todo.task(task))).containsExactly("PENDING", "PENDING", "MISSED");
    heard(task);
    heard(task);
    backstage.carriedOut();
    assertThat(statuses(todo.task(task))).containsExactly("FIRED", "FIRED", "MISSED");
    assertThat(triggered(task)).isEqualTo(2);
  }

  @Test
  void a_reminder_moves_with_its_task() {
    var task = id(todo.writes("\"title\": \"Moves\", \"dueDate\": \"2030-01-31T12:00:00Z\", \"reminders\": [{\"before\": \"PT1H\"}]"));
    assertThat(due(task)).isEqualTo("2030-01-31T11:00:00Z");
    todo.patches(task, "{\"dueDate\": \"2030-02-28T12:00:00Z\"}");
    assertThat(due(task)).isEqualTo("2030-02-28T11:00:00Z");
    assertThat(backstage.pendingTimers(task)).containsExactly("REMINDER");
    todo.patches(task, "{\"dueDate\": null, \"reminders\": []}");
    assertThat(backstage.pendingTimers(task)).isEmpty();
  }

  private String due(String task) {
    return todo.shop.get("/timers?status=PENDING&subject=" + task).at("/timers/0/dueAt").asText();
  }

  @Test
  void nobody_is_reminded_of_what_is_done_or_taken_away_and_again_if_it_is_not() {
    var done = id(todo.writes("\"title\": \"Done\", \"reminderTime\": \"2030-01-31T11:00:00Z\""));
    var gone = id(todo.writes("\"title\": \"Gone\", \"reminderTime\": \"2030-01-31T11:00:00Z\""));
    todo.completes(done);
    todo.tries("DELETE", "/" + gone, "");
    assertThat(backstage.pendingTimers(done)).isEmpty();
    assertThat(backstage.pendingTimers(gone)).isEmpty();
    todo.shop.post("/tasks/" + done + "/reopen", "");
    todo.shop.post("/tasks/" + gone + "/restore", "");
    assertThat(due(done)).isEqualTo("2030-01-31T11:00:00Z");
    assertThat(due(gone)).isEqualTo("2030-01-31T11:00:00Z");
  }

  @Test
  void what_is_put_off_is_reminded_of_once_and_then_goes_on() {
    var task = id(todo.writes("\"title\": \"Later\", \"reminders\": [{\"at\": \"%s\"}, {\"at\": \"2031-01-01T00:00:00Z\"}]".formatted(in(2))));
    var until = in(4);
    var snoozed = todo.shop.post("/tasks/" + task + "/snooze", "{\"until\": \"%s\"}".formatted(until));
    assertThat(snoozed.get("snoozedUntil").asText()).isEqualTo(until);
    assertThat(heard(task).at("/data/remindAt").asText()).isEqualTo(until);
    var after = todo.awaits(task, "the snooze to be over", each -> !each.has("snoozedUntil"));
    assertThat(statuses(after)).containsExactly("CANCELLED", "PENDING", "FIRED");
    assertThat(triggered(task)).isEqualTo(1);
    assertThat(due(task)).isEqualTo("2031-01-01T00:00:00Z");
  }

  @Test
  void a_snooze_has_to_end_and_needs_a_task_that_is_open() {
    var task = id(todo.writes("\"title\": \"Never\""));
    for (var wrong : List.of("{}", "{\"until\": \"2001-01-01T00:00:00Z\"}", "{\"until\": \"soon\"}")) {
      ToDo.isRefused(todo.tries("POST", "/" + task + "/snooze", wrong), 400, "until");
    }
    ToDo.isRefused(todo.tries("POST", "/" + task + "/snooze", "{\"duration\": \"PT0S\"}"), 400, "duration");
    todo.completes(task);
    assertThat(todo.tries("POST", "/" + task + "/snooze", "{\"duration\": \"PT1H\"}").statusCode()).isEqualTo(409);
  }

  @Test
  void a_reminder_comes_though_the_command_is_lost() {
    backstage.holdUp("remind-of-task");
    var task = id(todo.writes("\"title\": \"Lost\", \"reminderTime\": \"%s\"".formatted(in(1))));
    backstage.loses("remind-of-task", task);
    backstage.letGo("remind-of-task");
    assertThat(heard(task).at("/data/users")).isEqualTo(Shop.read("[\"ada\"]"));
    assertThat(triggered(task)).isEqualTo(1);
  }

  @Test
  void a_reminder_that_is_told_again_comes_once() {
    var task = id(todo.writes("\"title\": \"Once\", \"reminderTime\": \"%s\"".formatted(in(1))));
    heard(task);
    backstage.tellsAgain(task, "timer.fired");
    backstage.carriedOut();
    assertThat(triggered(task)).isEqualTo(1);
  }

  @Test
  void everybody_in_the_role_is_reminded_of_what_nobody_is_assigned() {
    var member = "staff-" + todo.tag;
    todo.shop.post("/users", "{\"id\": \"%s\", \"name\": \"Sam\", \"roles\": [\"STAFF\"]}".formatted(member));
    var task = id(todo.writes("\"title\": \"Sweep\", \"assignee_role\": \"STAFF\", \"reminderTime\": \"%s\"".formatted(in(1))));
    assertThat(heard(task).at("/data/users")).extracting(JsonNode::asText).contains(member).doesNotContain("ada");
  }

  @Test
  void nobody_but_caravan_arms_or_stops_reminders() {
    var task = id(todo.writes("\"title\": \"Mine\", \"reminderTime\": \"2030-01-31T11:00:00Z\""));
    var timer = todo.shop.get("/timers?subject=" + task).at("/timers/0/id").asText();
    assertThat(todo.shop.send("DELETE", "/api/v1/timers/" + timer, "").statusCode()).isEqualTo(400);
    assertThat(todo.shop.send("POST", "/api/v1/timers", "{\"kind\": \"REMINDER\", \"subject\": \"%s\", \"dueAt\": \"2030-01-31T11:00:00Z\"}".formatted(task)).statusCode())
        .isEqualTo(400);
    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(backstage.pendingTimers(task)).containsExactly("REMINDER"));
  }
}
