package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  private static final String WITHIN = """
      {"orderId": "o-1", "startedAt": "2026-11-21T02:00:00Z", "deadline": "2026-11-21T02:00:15Z",
       "endedAt": "2026-11-21T02:00:01.250Z", "end": "order.completed", "millis": 1250, "within": true}""";
  private static final String LATE = """
      {"orderId": "o-2", "startedAt": "2026-11-21T02:00:00Z", "deadline": "2026-11-21T02:00:15Z",
       "endedAt": "2026-11-21T02:00:16Z", "end": "order.cancelled", "millis": 16000, "within": false}""";
  private static final String OPEN = """
      {"orderId": "o-3", "startedAt": "2026-11-21T02:00:00Z", "deadline": "%s-11-21T02:00:15Z",
       "endedAt": null, "end": null, "millis": null, "within": null}""";

  private final StubServer server = new StubServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void orders_that_ended_in_time_are_proved() {
    server.answers("GET /api/v1/orders/o-1/deadline", WITHIN);

    var run = Run.of(server, "deadlines", "o-1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("o-1", "1.25 s", "order.completed", "yes");
  }

  @Test
  void one_that_ended_late_fails_whatever_the_others_did() {
    server.answers("GET /api/v1/orders/o-1/deadline", WITHIN).answers("GET /api/v1/orders/o-2/deadline", LATE);

    var run = Run.of(server, "deadlines", "o-2", "o-1");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("late", "16.00 s", "yes");
    var json = Run.of(server, "deadlines", "o-2", "o-1", "--output", "json");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(Json.read(json.out()).orElseThrow().path("deadlines")).hasSize(2);
  }

  @Test
  void one_that_is_open_fails_once_its_deadline_has_passed() {
    server.answers("GET /api/v1/orders/o-3/deadline", OPEN.formatted("9999"))
        .answers("GET /api/v1/orders/o-4/deadline", OPEN.formatted("2001"));

    assertThat(Run.of(server, "deadlines", "o-3")).matches(run -> run.exitCode() == 0 && run.out().contains("open"));
    assertThat(Run.of(server, "deadlines", "o-4"))
        .matches(run -> run.exitCode() == 1 && run.out().contains("late, still open"));
  }

  @Test
  void all_orders_of_a_time_are_summed_up() {
    var summary = """
        {"orders": 9, "ended": 8, "within": %d, "late": %d, "open": 1, "p50Millis": 900, "p99Millis": 3100,
         "worstMillis": 16000, "worstMarginMillis": -1000, "lateOrders": [%s]}""";
    server.answers("GET /api/v1/deadlines?from=2026-11-21T00%3A00%3A00Z&customerId=ada", summary.formatted(7, 1, LATE))
        .answers("GET /api/v1/deadlines", summary.formatted(8, 0, ""));

    var late = Run.of(server, "deadlines", "--from", "2026-11-21T00:00:00Z", "--customer", "ada");

    assertThat(late.exitCode()).isEqualTo(1);
    assertThat(late.out()).contains("0.90 s", "3.10 s", "-1.00 s", "o-2");
    assertThat(Run.of(server, "deadlines").exitCode()).isZero();
  }

  @Test
  void orders_are_named_or_searched_not_both() {
    assertThat(Run.of(server, "deadlines", "o-1", "--customer", "ada").exitCode()).isEqualTo(2);
    assertThat(server.requests()).isEmpty();
  }
}
