package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeopleTest {

  private static final String TICKET = "{\"id\": \"t-1\", \"orderId\": \"o-1\", \"status\": \"READY\", \"items\": []}";

  private final StubServer server = new StubServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void the_bell_rings_for_a_ticket() {
    server.refuses("GET /api/v1/orders/t-1/history", 404, "not-found", "There is no order t-1.")
        .answers("POST /api/v1/kitchen/tickets/t-1/ready", TICKET);

    var run = Run.of(server, "ready", "t-1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("t-1", "READY", "o-1");
  }

  @Test
  void the_bell_rings_for_the_ticket_of_an_order() {
    server.answers("GET /api/v1/orders/o-1/history", """
            {"events": [{"data": {}}, {"data": {"ticketId": "t-1"}}]}""")
        .answers("POST /api/v1/kitchen/tickets/t-1/ready", TICKET);

    assertThat(Run.of(server, "ready", "o-1").exitCode()).isZero();
    assertThat(server.requestLines()).last().isEqualTo("POST /api/v1/kitchen/tickets/t-1/ready");
  }

  @Test
  void an_order_without_a_ticket_cannot_be_ready() {
    server.answers("GET /api/v1/orders/o-1/history", "{\"events\": []}");

    var run = Run.of(server, "ready", "o-1");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Order o-1 has no kitchen ticket.");
  }

  @Test
  void an_order_that_is_ready_is_collected() {
    server.answers("POST /api/v1/orders/o-1/collect", "{\"id\": \"o-1\", \"status\": \"COLLECTED\"}");

    var run = Run.of(server, "collect", "o-1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("COLLECTED");
  }

  @Test
  void an_order_that_is_not_ready_is_not_collected() {
    server.refuses("POST /api/v1/orders/o-1/collect", 409, "not-ready", "The order is PAID.");

    assertThat(Run.of(server, "collect", "o-1").err()).isEqualTo("caravan: The order is PAID." + System.lineSeparator());
    var json = Run.of(server, "collect", "o-1", "--output", "json");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.out()).isEmpty();
    assertThat(Json.read(json.err()).orElseThrow().path("type").asText()).isEqualTo("/problems/not-ready");
  }
}
