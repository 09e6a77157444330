package dev.caravan.deploy;

import static dev.caravan.deploy.ToDo.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What people say about tasks and orders is done as the API does it, or asked back. */
@EndToEnd
class ChatTest {

  @Autowired JdbcTemplate database;

  private Talk talk;

  @BeforeEach
  void open(@LocalServerPort int port) {
    talk = new Talk(new Shop(port));
  }

  @Test
  void a_conversation_goes_as_the_guide_says(@LocalServerPort int port, @TempDir Path directory) throws Exception {
    new Story(port, directory).happens(Path.of("../docs/chat.md"));
  }

  // Tasks

  @Test
  void a_task_is_written_as_it_was_said() {
    var answer = talk.says("remind me to call the bakery every second Tuesday at 9 #bread !high");
    var task = talk.task(answer.at("/actions/0/taskId").asText());
    assertThat(answer.at("/actions/0/action").asText()).isEqualTo("create");
    assertThat(answer.at("/actions/0/state").asText()).isEqualTo("DONE");
    assertThat(answer.get("reply").asText()).startsWith("“call the bakery” is written down, due Tuesday ").contains(" at 09:00", "I will remind you");
    assertThat(task.get("title").asText()).isEqualTo("call the bakery");
    assertThat(task.get("owner").asText()).isEqualTo(talk.user);
    assertThat(task.get("zone").asText()).isEqualTo("Europe/Berlin");
    assertThat(task.get("dueDate").asText()).contains("T09:00:00+0");
    assertThat(task.at("/recurrence/rrule").asText()).isEqualTo("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU");
    assertThat(task.get("remindAt")).isNull();
    assertThat(task.at("/reminders/0/remindAt")).isEqualTo(task.get("dueAt"));
    assertThat(task.get("priority").asText()).isEqualTo("HIGH");
    assertThat(task.at("/tags/0").asText()).isEqualTo("bread");
  }

  @Test
  void a_task_is_found_by_words_of_its_title_and_changed() {
    var id = talk.creates("add Call the dentist on 2030-06-03 at 09:30");
    talk.creates("add Call the bank");
    assertThat(talk.says("move dentist to 2030-06-07").get("reply").asText()).isEqualTo("“Call the dentist” is due Friday 7 June 2030 at 09:30 now.");
    assertThat(talk.task(id).get("dueDate").asText()).isEqualTo("2030-06-07T09:30:00+02:00");
    talk.says("move the dentist to 14:00");
    assertThat(talk.task(id).get("dueDate").asText()).isEqualTo("2030-06-07T14:00:00+02:00");
    talk.says("postpone the dentist by 2 days");
    assertThat(talk.task(id).get("dueDate").asText()).isEqualTo("2030-06-09T14:00:00+02:00");
    talk.says("snooze the dentist until 2030-01-01 at 8:00");
    assertThat(talk.task(id).get("snoozedUntil").asText()).isEqualTo("2030-01-01T07:00:00Z");
    talk.says("done with the dentist");
    assertThat(talk.task(id).get("status").asText()).isEqualTo("COMPLETED");
    assertThat(talk.task(id).get("completedBy").asText()).isEqualTo(talk.user);
    talk.says("reopen the dentist");
    assertThat(talk.task(id).get("status").asText()).isEqualTo("OPEN");
    assertThat(talk.says("delete Call the dentist").at("/actions/0/state").asText()).isEqualTo("DONE");
    assertThat(talk.exists(id)).isFalse();
  }

  @Test
  void what_is_due_is_told() {
    var early = talk.creates("add Sweep the yard on 2030-06-03 #yard");
    var late = talk.creates("add Wash the van on 2030-06-03 at 18:00 #yard");
    talk.creates("add Paint the gate on 2030-06-04 #yard");
    var answer = talk.says("show my tasks due on 2030-06-03 tagged yard");
    assertThat(answer.at("/actions/0/taskIds")).extracting(JsonNode::asText).containsExactly(early, late);
    assertThat(answer.get("reply").asText()).isEqualTo("""
        2 tasks:
        - Sweep the yard, due Monday 3 June 2030
        - Wash the van, due Monday 3 June 2030 at 18:00""");
    assertThat(talk.says("what is overdue").at("/actions/0/taskIds").size()).isZero();
  }

  @Test
  void whoever_names_several_tasks_is_asked_which() {
    var one = talk.creates("add Call the bakery about rolls");
    var other = talk.creates("add Call the bakery about bread");
    var answer = talk.says("delete the bakery");
    assertThat(answer.get("actions")).isEmpty();
    assertThat(answer.get("reply").asText()).startsWith("2 tasks match “bakery”").contains(one, other);
    assertThat(talk.says("done with " + one).at("/actions/0/taskId").asText()).isEqualTo(one);
    assertThat(talk.task(other).get("status").asText()).isEqualTo("OPEN");
  }

  @Test
  void what_was_not_said_to_the_last_word_is_deleted_after_a_yes_and_not_without() {
    var id = talk.creates("add Call the dentist about the bill");
    assertThat(talk.says("delete the dentist").get("reply").asText()).isEqualTo("Shall I delete “Call the dentist about the bill”? Say yes or no.");
    talk.says("no");
    assertThat(talk.says("yes").get("reply").asText()).isEqualTo("There is nothing that waits for a yes.");
    talk.says("delete the dentist");
    talk.says("what is due today");
    talk.says("yes");
    talk.says("delete the dentist");
    database.update("update chat.conversation set expires_at = now() - interval '1 second' where user_id = ?", talk.user);
    talk.says("yes");
    assertThat(talk.exists(id)).isTrue();
    talk.says("delete the dentist");
    assertThat(talk.says("yes").at("/actions/0/state").asText()).isEqualTo("DONE");
    assertThat(talk.exists(id)).isFalse();
  }

  @Test
  void nobody_changes_or_hears_of_the_tasks_of_others() {
    var id = talk.creates("add Hide the presents");
    var eve = new Talk(talk.shop);
    for (var said : new String[] {"delete Hide the presents", "done with " + id, "delete " + id, "move Hide the presents to 2030-06-03"}) {
      assertThat(eve.says(said).get("reply").asText()).startsWith("None of your tasks");
    }
    assertThat(eve.says("show my tasks").toString()).doesNotContain("presents", id);
    assertThat(talk.task(id).get("status").asText()).isEqualTo("OPEN");
  }

  @Test
  void what_the_API_refuses_is_refused() {
    var answer = talk.says("add " + "x".repeat(201));
    assertThat(answer.at("/actions/0/state").asText()).isEqualTo("REFUSED");
    assertThat(answer.at("/actions/0/problem/errors/0/field").asText()).isEqualTo("title");
    assertThat(answer.get("reply").asText()).contains("size must be between 0 and 200");
  }

  @Test
  void a_question_is_answered_by_a_time_alone() {
    assertThat(talk.says("remind me to water the plants.").get("reply").asText()).startsWith("When?");
    assertThat(talk.says("on 2030-06-03").get("reply").asText()).isEqualTo("At what time?");
    assertThat(talk.says("at 5").get("reply").asText()).contains("in the morning or in the afternoon?");
    var id = talk.says("at 18:30").at("/actions/0/taskId").asText();
    assertThat(talk.task(id).get("dueDate").asText()).isEqualTo("2030-06-03T18:30:00+02:00");
  }

  @Test
  void what_is_not_understood_is_said_with_what_can_be_said() {
    var answer = talk.says("lösche alles");
    assertThat(answer.get("actions")).isEmpty();
    assertThat(answer.get("reply").asText()).startsWith("I do not understand “lösche alles”.").contains("You can say: remind me to");
  }

  @Test
  void times_are_by_the_clock_of_whoever_says_them() {
    talk.shop.send("PUT", "/api/v1/notifications/preferences/" + talk.user, "{\"quietHours\": {\"from\": \"22:00\", \"to\": \"07:00\", \"zone\": \"America/New_York\"}}");
    var id = Shop.read(talk.sends("{\"message\": \"add wake up on 2030-06-03 at 8:00\"}").body()).at("/actions/0/taskId").asText();
    assertThat(talk.task(id).get("dueAt").asText()).isEqualTo("2030-06-03T12:00:00Z");
    assertThat(talk.task(talk.creates("add wake up on 2030-06-03 at 8:00 UTC")).get("dueAt").asText()).isEqualTo("2030-06-03T08:00:00Z");
  }

  // Orders

  @Test
  void an_order_is_placed_after_a_yes_and_found_again() {
    assertThat(talk.says("where is my order?").get("reply").asText()).isEqualTo("You have not ordered anything yet.");
    var proposed = talk.says("order two blueberry pancakes with honey");
    assertThat(proposed.get("reply").asText()).startsWith("2 × Blueberry pancakes with honey: ").endsWith("Shall I order it? Say yes or no.");
    assertThat(proposed.at("/actions/0/state").asText()).isEqualTo("PROPOSED");
    assertThat(talk.orders()).isEmpty();
    var id = talk.says("yes, please").at("/actions/0/orderId").asText();
    talk.says("yes");
    assertThat(talk.orders()).hasSize(1);
    var order = talk.shop.becomes(id, "PREPARING");
    assertThat(order.get("customerId").asText()).isEqualTo(talk.user);
    assertThat(order.at("/items/0/with/0").asText()).isEqualTo("honey");
    assertThat(proposed.get("reply").asText()).contains(" paid by card");
    assertThat(talk.says("where is my order?").get("reply").asText()).startsWith("Order " + id + " (2 × Blueberry pancakes with honey) is ");
    assertThat(talk.says("status of order " + id).at("/actions/0/orderId").asText()).isEqualTo(id);
    assertThat(new Talk(talk.shop).says("where is order " + id).get("reply").asText()).isEqualTo("You have no order " + id + ".");
  }

  @Test
  void what_is_not_on_the_menu_is_not_ordered() {
    assertThat(talk.says("order two waffles and a unicorn").get("reply").asText())
        .isEqualTo("I understand “two waffles”, but I do not find “a unicorn” on the menu, or am not sure how it is meant.");
    talk.says("yes");
    assertThat(talk.orders()).isEmpty();
  }

  @Test
  void what_costs_something_else_by_now_is_asked_again() {
    talk.says("order two waffles");
    database.update("update chat.conversation set pending = jsonb_set(pending, '{total,amount}', '1') where user_id = ?", talk.user);
    assertThat(talk.says("yes").at("/actions/0/state").asText()).isEqualTo("PROPOSED");
    assertThat(talk.orders()).isEmpty();
    assertThat(talk.says("yes").at("/actions/0/state").asText()).isEqualTo("DONE");
  }

  // The conversation

  @Test
  void the_same_request_again_gets_the_same_answer_and_is_done_once() {
    var body = talk.body("add Feed the cat");
    var first = talk.sends(body, "Idempotency-Key", talk.user);
    var again = IntStream.range(0, 5).mapToObj(i -> CompletableFuture.supplyAsync(() -> talk.sends(body, "Idempotency-Key", talk.user))).toList();
    assertThat(again).allSatisfy(answer -> assertThat(answer.join().statusCode()).isIn(200, 409));
    assertThat(talk.sends(body, "Idempotency-Key", talk.user).body()).isEqualTo(first.body());
    assertThat(talk.sends(talk.body("add Feed the dog"), "Idempotency-Key", talk.user).statusCode()).isEqualTo(422);
    assertThat(new Talk(talk.shop).sends(body, "Idempotency-Key", talk.user).statusCode()).isEqualTo(422);
    assertThat(talk.shop.get("/tasks?owner=" + talk.user).get("tasks")).hasSize(1);

    talk.shop.send("DELETE", "/api/v1/chat", "", "X-User-Id", talk.user);
    assertThat(talk.sends(body, "Idempotency-Key", talk.user).body()).isEqualTo(first.body());
    talk.shop.invariantsHold();
  }

  @Test
  void each_has_a_conversation_of_his_own_which_can_be_forgotten() {
    talk.says("hello");
    talk.says("add Feed the cat");
    var other = new Talk(talk.shop);
    other.says("help");
    var page = talk.turns("?limit=1");
    assertThat(page.at("/turns/0/message").asText()).isEqualTo("add Feed the cat");
    assertThat(page.at("/turns/0/actions/0/action").asText()).isEqualTo("create");
    assertThat(talk.turns("?limit=1&cursor=" + page.get("next").asText()).at("/turns/0/message").asText()).isEqualTo("hello");
    assertThat(Shop.read(talk.shop.send("DELETE", "/api/v1/chat", "", "X-User-Id", talk.user).body()).get("forgotten").asInt()).isEqualTo(2);
    assertThat(talk.turns("").get("turns")).isEmpty();
    assertThat(other.turns("").get("turns")).hasSize(1);
  }

  @Test
  void what_waits_for_a_yes_is_forgotten_with_the_conversation() {
    talk.says("order two waffles");
    talk.shop.send("DELETE", "/api/v1/chat", "", "X-User-Id", talk.user);
    talk.says("yes");
    assertThat(talk.orders()).isEmpty();
  }

  @Test
  void the_latest_fifty_turns_are_kept() {
    database.update("""
        insert into chat.turn select gen_random_uuid(), ?, 'old', '{"reply": "old", "actions": []}', now() - interval '1 day' from generate_series(1, 60)""", talk.user);
    talk.says("hello");
    assertThat(talk.turns("?limit=100").get("turns")).hasSize(50);
    assertThat(talk.turns("?limit=1").at("/turns/0/message").asText()).isEqualTo("hello");
  }

  @Test
  void whoever_does_not_say_who_is_talking_is_refused() {
    for (var method : new String[] {"POST", "GET", "DELETE"}) {
      isRefused(talk.shop.send(method, "/api/v1/chat", method.equals("POST") ? talk.body("help") : ""), 400, "X-User-Id");
      isRefused(talk.shop.send(method, "/api/v1/chat", method.equals("POST") ? talk.body("help") : "", "X-User-Id", "a b"), 400, "X-User-Id");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {} | message
      {"message": " "} | message
      {"message": 5} | message
      {"message": "\\u0000"} | message
      {"message": "help", "zone": "Mars"} | zone
      {"message": "help", "zone": "PST"} | zone
      {"message": "help", "user": "bob"} | user
      [] | body
      null | body""")
  void what_cannot_be_meant_is_refused_by_the_name_of_the_field(String body, String field) {
    isRefused(talk.sends(body), 400, field);
    isRefused(talk.sends(talk.body("x".repeat(2_001))), 400, "message");
    assertThat(talk.turns("").get("turns")).isEmpty();
  }
}
