package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the house needs people for comes to them as tasks, and what they decide comes back. */
@EndToEnd
class DutiesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Autowired Backstage backstage;
  @Autowired JdbcTemplate database;

  private Shop shop;
  private ToDo todo;
  private Parcels parcels;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    todo = new ToDo(shop);
    parcels = new Parcels(shop);
  }

  @AfterEach
  void letGo() {
    backstage.letAllGo();
  }

  private JsonNode duty(String duty, String about) {
    return Awaitility.await(duty + " of " + about).atMost(PATIENCE).pollInterval(Duration.ofMillis(50))
        .until(() -> duties(duty, about), found -> !found.isEmpty()).get(0);
  }

  private JsonNode open(String duty, String about) {
    return Awaitility.await(duty + " of " + about).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(
        () -> duties(duty, about).stream().filter(task -> task.get("status").asText().equals("OPEN")).toList(), found -> !found.isEmpty()).get(0);
  }

  private List<JsonNode> duties(String duty, String about) {
    return todo.list("limit=100&duty=" + duty).stream().filter(task -> task.get("about").asText().equals(about)).toList();
  }

  private JsonNode closes(JsonNode duty, String closing) {
    return shop.post("/tasks/" + ToDo.id(duty) + "/complete", closing, "X-User-Id", "rita");
  }

  private void isClosedBy(JsonNode duty, String actor, String outcome) {
    var closed = todo.awaits(ToDo.id(duty), "to be closed", task -> task.get("status").asText().equals("COMPLETED"));
    assertThat(closed.get("completedBy").asText()).isEqualTo(actor);
    assertThat(closed.get("outcome").asText()).isEqualTo(outcome);
  }

  // Reviews

  @Test
  void an_order_in_review_is_a_task_whose_outcome_approves_it() {
    var order = parcels.starts("\"review\": true");
    var task = duty("REVIEW", order);
    assertThat(task.get("assigneeRole").asText()).isEqualTo("STAFF");
    assertThat(task.get("orderId").asText()).isEqualTo(order);
    assertThat(task.get("reminders")).hasSize(1);
    assertThat(Instant.parse(task.get("dueAt").asText())).isAfter(Instant.parse(task.at("/reminders/0/remindAt").asText()));
    assertThat(task.get("outcomes")).isEqualTo(Shop.read("[\"approve\", \"reject\"]"));
    closes(task, "{\"outcome\": \"approve\"}");
    shop.becomes(order, "COMPLETED");
    var review = shop.get("/orders/" + order + "/review");
    assertThat(review.get("status").asText()).isEqualTo("APPROVED");
    assertThat(review.get("decidedBy").asText()).isEqualTo("rita");
    isClosedBy(task, "rita", "approve");
  }

  @Test
  void an_order_is_rejected_by_its_task_for_the_reason_that_is_given() {
    var order = parcels.starts("\"review\": true");
    closes(duty("REVIEW", order), "{\"outcome\": \"reject\", \"note\": \"Nobody lives there.\"}");
    var rejected = shop.becomes(order, "REJECTED");
    assertThat(rejected.at("/detail").asText()).isEqualTo("Nobody lives there.");
  }

  @Test
  void a_task_settles_itself_when_its_order_is_reviewed_elsewhere() {
    var order = parcels.starts("\"review\": true");
    var task = duty("REVIEW", order);
    parcels.approves(order, "olga");
    isClosedBy(task, "tasks", "settled");
    backstage.carriedOut();
    assertThat(shop.get("/orders/" + order + "/review").get("decidedBy").asText()).isEqualTo("olga");
    shop.invariantsHold();
  }

  @Test
  void what_a_person_decided_is_done_though_the_command_is_lost() {
    backstage.holdUp("decide-review");
    var order = parcels.starts("\"review\": true");
    var task = duty("REVIEW", order);
    closes(task, "{\"outcome\": \"approve\"}");
    backstage.loses("decide-review", ToDo.id(task));
    backstage.letGo("decide-review");
    shop.becomes(order, "COMPLETED");
    assertThat(shop.history(order)).filteredOn("order.approved"::equals).hasSize(1);
  }

  @ParameterizedTest(name = "{0} is refused because of {1}")
  @CsvSource(delimiter = '|', value = {
      " | outcome", "{} | outcome", "{\"outcome\": \"perhaps\"} | outcome", "{\"outcome\": \"reject\"} | note",
      "{\"outcome\": \"approve\", \"quantity\": 1} | quantity"})
  void a_duty_is_closed_with_one_of_its_outcomes(String closing, String field) {
    var order = parcels.starts("\"review\": true");
    var task = ToDo.id(duty("REVIEW", order));
    ToDo.isRefused(todo.tries("POST", "/" + task + "/complete", closing == null ? "" : closing), 400, field);
    ToDo.isRefused(todo.tries("PATCH", "/" + task, "{\"status\": \"COMPLETED\"}"), 400, "status");
    assertThat(todo.tries("DELETE", "/" + task, "").statusCode()).isEqualTo(409);
    assertThat(todo.task(task).get("status").asText()).isEqualTo("OPEN");
    parcels.approves(order, "rita");
    shop.becomes(order, "COMPLETED");
  }

  @Test
  void what_people_write_has_no_outcome() {
    var task = ToDo.id(todo.writes("\"title\": \"Mine\""));
    ToDo.isRefused(todo.tries("POST", "/" + task + "/complete", "{\"outcome\": \"approve\"}"), 400, "outcome");
  }

  // Stock

  @Test
  void what_runs_low_is_one_task_whose_outcome_restocks_it_once() {
    var before = shop.get("/inventory/maple-syrup");
    var threshold = before.get("lowThreshold").asLong();
    var former = duties("LOW_STOCK", "maple-syrup").size();
    counts("maple-syrup", threshold - 1);
    var task = open("LOW_STOCK", "maple-syrup");
    counts("maple-syrup", threshold - 2);
    backstage.carriedOut();
    closes(task, "{\"outcome\": \"restock\", \"quantity\": 5000}");
    Awaitility.await().atMost(PATIENCE).until(() -> shop.onHand("maple-syrup") == threshold - 2 + 5000);
    backstage.tellsAgain(ToDo.id(task), "task.completed");
    backstage.carriedOut();
    assertThat(shop.onHand("maple-syrup")).isEqualTo(threshold - 2 + 5000);
    assertThat(duties("LOW_STOCK", "maple-syrup")).hasSize(former + 1);
    counts("maple-syrup", before.get("onHand").asLong() + before.get("reserved").asLong());
    shop.invariantsHold();
  }

  @Test
  void a_task_to_restock_settles_itself_when_it_is_restocked_elsewhere() {
    var before = shop.get("/inventory/maple-syrup");
    counts("maple-syrup", before.get("lowThreshold").asLong() - 1);
    var task = open("LOW_STOCK", "maple-syrup");
    counts("maple-syrup", before.get("onHand").asLong() + before.get("reserved").asLong());
    isClosedBy(task, "tasks", "settled");
  }

  private void counts(String ingredient, long quantity) {
    var reserved = shop.get("/inventory/" + ingredient).get("reserved").asLong();
    var answer = shop.send("PUT", "/api/v1/inventory/" + ingredient, "{\"counted\": " + Math.max(quantity, reserved) + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  // Orders that do not go on

  @Test
  void an_order_that_stands_still_is_a_task_whose_outcome_has_it_tried_again() {
    backstage.holdUp("reserve-stock");
    var order = shop.orders(1, "card");
    stoodStill(order);
    var task = duty("STUCK_ORDER", order);
    assertThat(task.get("assigneeRole").asText()).isEqualTo("OPERATOR");
    closes(task, "{\"outcome\": \"retry\"}");
    Awaitility.await().atMost(PATIENCE).until(() -> shop.history(order).contains("order.retried"));
    backstage.letGo("reserve-stock");
    shop.servesAndHandsOver(order);
    assertThat(shop.history(order)).filteredOn("order.retried"::equals).hasSize(1);
  }

  @Test
  void an_order_that_stands_still_is_called_off_by_its_task() {
    backstage.holdUp("prepare-order");
    var order = shop.orders(1, "card");
    shop.becomes(order, "CONFIRMED");
    stoodStill(order);
    closes(duty("STUCK_ORDER", order), "{\"outcome\": \"cancel\", \"note\": \"The stove is broken.\"}");
    assertThat(shop.becomes(order, "CANCELLED").at("/detail").asText()).isEqualTo("The stove is broken.");
  }

  @Test
  void an_order_is_told_to_stand_still_once_and_its_task_settles_itself_when_it_goes_on() {
    backstage.holdUp("reserve-stock");
    var order = shop.orders(1, "card");
    stoodStill(order);
    var task = duty("STUCK_ORDER", order);
    stoodStill(order);
    stoodStill(order);
    assertThat(shop.history(order)).filteredOn("order.stuck"::equals).hasSize(1);
    backstage.letGo("reserve-stock");
    shop.servesAndHandsOver(order);
    isClosedBy(task, "tasks", "settled");
    backstage.carriedOut();
    assertThat(shop.history(order)).doesNotContain("order.retried");
  }

  /** It has been so for three minutes, and the sweep has seen it. */
  private void stoodStill(String order) {
    backstage.carriedOut();
    Awaitility.await().atMost(PATIENCE).until(() -> database.update("""
        update orders.customer_order set updated_at = now() - interval '3 minutes', swept_at = null where id = ?""", order) == 1);
    Awaitility.await().atMost(PATIENCE).until(() -> database.queryForObject(
        "select swept_at is not null from orders.customer_order where id = ?", Boolean.class, order));
  }
}
