package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class BoardTest {

  private static final Instant START = Instant.parse("2026-11-21T02:00:00Z");
  private static final String BELL = "{\"nextStep\": \"FINISH\", \"waitingFor\": \"kitchen\"}";

  @Test
  void each_step_is_done_under_way_or_to_come() {
    var order = order("PREPARING", "PICKUP", BELL, moved("RECEIVED", 0), moved("RESERVED", 120), noted("payment.pending"),
        moved("PAID", 200), moved("CONFIRMED", 450), moved("PREPARING", 500));

    assertThat(lines(order, 3_700)).containsExactly(
        "order o-1  PREPARING",
        "  [x] received",
        "  [x] stock reserved             0.12 s",
        "  [x] money held                 0.08 s",
        "  [x] confirmed                  0.25 s",
        "  [x] taken by the kitchen       0.05 s",
        "  [>] ready                      3.20 s  waits for the kitchen",
        "      caravan ready o-1",
        "  [ ] collected",
        "  [ ] completed");
  }

  @Test
  void the_time_left_to_the_deadline_is_told() {
    var status = "{\"nextStep\": \"SHIP\", \"deadline\": \"2026-11-21T02:00:15Z\", \"attempt\": 3, \"health\": \"retrying\"}";
    var order = order("CONFIRMED", "SHIPMENT", status, moved("RECEIVED", 0), moved("CONFIRMED", 500));

    assertThat(lines(order, 2_500)).first().isEqualTo("order o-1  CONFIRMED  attempt 3  12.50 s left");
    assertThat(lines(order, 2_500)).endsWith(
        "  [>] given to shipping          2.00 s", "  [ ] shipped", "  [ ] completed");
    assertThat(lines(order, 80_000)).first().isEqualTo("order o-1  CONFIRMED  attempt 3  past its deadline by 1 min 05 s");
  }

  @Test
  void a_delivery_that_was_given_back_shows_all_of_its_way() {
    var status = "{\"nextStep\": \"ACCEPT\", \"waitingFor\": \"runner\"}";
    var order = order("AVAILABLE", "COURIER", status, moved("RECEIVED", 0), moved("AVAILABLE", 100), moved("ACCEPTED", 200),
        moved("AVAILABLE", 300));

    assertThat(lines(order, 400)).containsExactly(
        "order o-1  AVAILABLE",
        "  [x] received",
        "  [x] offered to runners         0.10 s",
        "  [x] accepted                   0.10 s",
        "  [x] offered to runners         0.10 s",
        "  [>] accepted                   0.10 s  waits for the runner",
        "      caravan accept o-1 --runner <runner>",
        "  [ ] runner on site", "  [ ] purchased", "  [ ] collected", "  [ ] on the way", "  [ ] delivered",
        "  [ ] completed");
  }

  @Test
  void what_is_undone_is_told() {
    var order = ended("REJECTED", "PICKUP", "payment-declined", moved("RECEIVED", 0), moved("RESERVED", 100),
        moved("COMPENSATING", 200), noted("stock.released"), moved("REJECTED", 400),
        noted("notification.sent"));

    assertThat(lines(order, 9_000)).containsExactly(
        "order o-1  REJECTED",
        "  [x] received",
        "  [x] stock reserved             0.10 s",
        "  [!] turned back                0.10 s  stock.released",
        "  [!] undone, rejected           0.20 s",
        "      payment-declined: No.");
  }

  @Test
  void a_review_is_a_step_where_there_was_one() {
    var status = "{\"nextStep\": \"REVIEW\", \"waitingFor\": \"reviewer\"}";
    var waiting = order("IN_REVIEW", "SHIPMENT", status, moved("RECEIVED", 0), moved("IN_REVIEW", 100));
    var approved = order("ANALYZED", "SHIPMENT", "{}", moved("RECEIVED", 0), moved("IN_REVIEW", 100), moved("ANALYZED", 1_100));

    assertThat(lines(waiting, 600)).contains("  [x] put before a reviewer      0.10 s",
        "  [>] stock reserved             0.50 s  waits for the reviewer",
        "      caravan approve o-1 --by <name>");
    assertThat(lines(approved, 1_200)).contains("  [x] put before a reviewer      0.10 s", "  [x] approved                   1.00 s",
        "  [>] stock reserved             0.10 s");
  }

  @Test
  void words_are_a_step_until_they_are_understood() {
    var words = Json.read("""
        {"id": "o-1", "status": "RECEIVED", "text": "waffles", "fulfilment": {"type": "PICKUP"}}""").orElseThrow();
    var order = new Snapshot(words, Json.object(), List.of(Json.read(moved("RECEIVED", 0)).orElseThrow()));

    assertThat(lines(order, 10)).contains("  [>] understood                 0.01 s", "  [ ] stock reserved");
  }

  @Test
  void several_orders_fit_a_small_terminal() {
    var order = order("PREPARING", "PICKUP", BELL, moved("RECEIVED", 0), moved("RESERVED", 120), moved("PREPARING", 500));

    assertThat(board(700, Map.of("o-1", "counter")).shortLines(List.of(order), false)).containsExactly(
        "counter  o-1  PREPARING",
        "  [xxx>  ] ready  0.20 s  waits for the kitchen");
  }

  @Test
  void an_outage_is_told_above_what_was_known() {
    var order = order("PAID", "PICKUP", "{}", moved("RECEIVED", 0), moved("PAID", 10));

    assertThat(board(20, Map.of()).lines(List.of(order), true)).startsWith(
        "the server cannot be reached, trying again", "order o-1  PAID");
  }

  @Test
  void a_clock_that_goes_slow_makes_no_step_shorter_than_nothing() {
    var order = order("PAID", "PICKUP", "{}", moved("RECEIVED", 0), moved("PAID", 5_000));

    assertThat(lines(order, 1_000)).contains("  [>] confirmed                  0.00 s");
  }

  @Test
  void what_a_customer_wrote_cannot_steer_the_board() {
    var order = order("\\u001b[31mX", "PICKUP", "{}", moved("RECEIVED", 0), moved("\\u001b[2JY", 10));

    assertThat(String.join("", lines(order, 20))).doesNotContain("\u001B").contains("\uFFFD[31mX", "\uFFFD[2JY");
  }

  private static List<String> lines(Snapshot order, long millis) {
    return board(millis, Map.of()).lines(List.of(order), false);
  }

  private static Board board(long millis, Map<String, String> names) {
    var nowhere = new PrintWriter(new StringWriter());
    return new Board(new Terminal(nowhere, nowhere, false), START.plusMillis(millis), names);
  }

  private static Snapshot order(String status, String way, String shortForm, String... events) {
    return snapshot("""
        {"id": "o-1", "status": "%s", "items": [{}], "fulfilment": {"type": "%s"}}""".formatted(status, way), shortForm, events);
  }

  private static Snapshot ended(String status, String way, String reason, String... events) {
    return snapshot("""
        {"id": "o-1", "status": "%s", "reason": "%s", "detail": "No.", "items": [{}], "fulfilment": {"type": "%s"}}"""
        .formatted(status, reason, way), "{}", events);
  }

  private static Snapshot snapshot(String order, String shortForm, String... events) {
    var former = "";
    var all = new ArrayList<com.fasterxml.jackson.databind.JsonNode>();
    for (var text : events) {
      var event = Json.read(text).orElseThrow();
      var data = (com.fasterxml.jackson.databind.node.ObjectNode) event.path("data");
      if (data.has("status")) {
        if (!former.isEmpty()) {
          data.put("from", former);
        }
        former = data.path("status").asText();
      }
      all.add(event);
    }
    return new Snapshot(Json.read(order).orElseThrow(), Json.read(shortForm).orElseThrow(), all);
  }

  private static String moved(String status, long millis) {
    return """
        {"type": "order.moved", "at": "%s", "data": {"status": "%s"}}""".formatted(START.plusMillis(millis), status);
  }

  private static String noted(String type) {
    return """
        {"type": "%s", "at": "%s", "data": {}}""".formatted(type, START);
  }
}
