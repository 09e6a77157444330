package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of the server by the commands about one order. */
class LifecycleTest {

  private static final String ORDER = """
      {"id": "o-1", "customerId": "ada", "status": "RECEIVED", "total": {"amount": 1500, "currency": "EUR"}}""";
  private static final String ADDRESS = """
      {"street":"123 Main","city":"Any","state":"CA","zip":"12345"}""";

  private final StubServer server = new StubServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_shipment_is_started_under_an_id_of_ones_own_and_all_else_is_left_to_the_server() {
    server.answers("POST /api/v1/orders/o-1/start", 202, ORDER);

    var run = Run.of(server, "start", "o-1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("order       o-1", "status      RECEIVED");
    assertThat(body()).isEqualTo("{}");
  }

  @Test
  void a_shipment_is_started_as_it_is_described() {
    server.answers("POST /api/v1/orders/o-1/start", 202, ORDER);

    Run.of(server, "start", "o-1", "--address", ADDRESS, "--customer", "ada", "--item", "pancake-mix:2", "--item", "coffee",
        "--payment", "card-declined", "--deadline", "15", "--carrier", "swift", "--carrier", "slow", "--review",
        "--note", "ring twice");

    assertThat(Json.read(body())).isEqualTo(Json.read("""
        {"customerId": "ada", "initialAddress": %s, "payment": {"method": "card-declined"},
         "items": [{"sku": "pancake-mix", "quantity": 2}, {"sku": "coffee", "quantity": 1}], "note": "ring twice",
         "deadlineSeconds": 15, "review": true, "carriers": ["swift", "slow"]}""".formatted(ADDRESS)));
  }

  @Test
  void a_start_whose_answer_is_lost_is_made_again() {
    server.losesTheAnswer("POST /api/v1/orders/o-1/start").answers("POST /api/v1/orders/o-1/start", ORDER);

    assertThat(Run.of(server, "start", "o-1").exitCode()).isZero();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void what_the_server_would_not_know_again_is_asked_once() {
    server.losesTheAnswer("POST /api/v1/orders/o-1/accept");

    assertThat(Run.of(server, "accept", "o-1", "--runner", "ray").exitCode()).isEqualTo(3);
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      --courier "North Hall/214" | {"type":"COURIER","address":{"building":"North Hall","room":"214"}}
      --courier Library          | {"type":"COURIER","address":{"building":"Library"}}
      --pickup                   | {"type":"PICKUP"}
      --ship {"street":"1","zip":"2"} --carrier swift | {"type":"SHIPMENT","address":{"street":"1","zip":"2"},"carriers":["swift"]}
      """, quoteCharacter = '\0')
  void an_order_goes_the_way_that_is_asked_for(String options, String fulfilment) {
    server.answers("POST /api/v1/orders", 202, ORDER);

    var run = Run.of(server, words("submit --item waffles:2 --tip 100 " + options));

    assertThat(run.exitCode()).isZero();
    assertThat(Json.read(body())).isEqualTo(Json.read("""
        {"customerId": "ada", "payment": {"method": "card"}, "items": [{"sku": "waffles", "quantity": 2}], "tip": 100,
         "fulfilment": %s}""".formatted(fulfilment)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      accept o-1 --runner ray                         | POST /api/v1/orders/o-1/accept | {"runnerId":"ray"}
      deliver o-1 on-site --runner ray                | POST /api/v1/orders/o-1/delivery | {"runnerId":"ray","status":"ON_SITE"}
      deliver o-1 ON_THE_WAY --runner ray             | POST /api/v1/orders/o-1/delivery | {"runnerId":"ray","status":"ON_THE_WAY"}
      deliver o-1 purchased --runner ray --price 1450 | POST /api/v1/orders/o-1/delivery | {"runnerId":"ray","status":"PURCHASED","price":{"amount":1450,"currency":"EUR"}}
      answer o-1 yes                                  | POST /api/v1/orders/o-1/approval | {"approved":true}
      answer o-1 no                                   | POST /api/v1/orders/o-1/approval | {"approved":false}
      confirm o-1 --code 493021                       | POST /api/v1/orders/o-1/confirm | {"code":"493021"}
      confirm o-1                                     | POST /api/v1/orders/o-1/confirm | {"code":"112233"}
      cancel o-1                                      | POST /api/v1/orders/o-1/signals/cancel | {}
      approve o-1 --by grace --reason fine            | POST /api/v1/orders/o-1/signals/approve | {"approvedBy":"grace","reason":"fine"}
      reject o-1 --by grace --reason bad              | POST /api/v1/orders/o-1/signals/reject | {"rejectedBy":"grace","reason":"bad"}
      give-back o-1 --runner ray                      | DELETE /api/v1/orders/o-1/acceptance?runnerId=ray | ''
      """)
  void each_command_asks_for_one_thing(String command, String request, String body) {
    server.answers(request, ORDER).answers("GET /api/v1/orders/o-1", ORDER)
        .answers("GET /api/v1/orders/o-1/confirmation-code", "{\"orderId\": \"o-1\", \"code\": \"112233\"}");

    var run = Run.of(server, command.split(" +"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("o-1");
    assertThat(server.requestLines()).last().isEqualTo(request);
    assertThat(body()).isEqualTo(body);
  }

  @Test
  void a_rating_is_given() {
    server.answers("POST /api/v1/orders/o-1/rating", "{\"stars\": 5, \"comment\": \"Still warm\"}");

    assertThat(Run.of(server, "rate", "o-1", "5", "--customer", "ada", "--comment", "Still warm").out())
        .contains("o-1", "5", "Still warm");
    assertThat(Json.read(body())).isEqualTo(
        Json.read("{\"customerId\": \"ada\", \"comment\": \"Still warm\", \"stars\": 5}"));
  }

  @Test
  void a_refund_is_asked_for_under_its_key() {
    server.answers("POST /api/v1/orders/o-1/refunds", 202, """
        {"orderId": "o-1", "refunding": {"amount": 500, "currency": "USD"}, "left": {"amount": 1340, "currency": "USD"}}""");

    var run = Run.of(server, "refund", "o-1", "500", "--reason", "cold", "--key", "cold-1");

    assertThat(run.out()).contains("5.00 USD", "13.40 USD");
    assertThat(server.requests().get(0).key()).isEqualTo("cold-1");
    assertThat(Json.read(body())).isEqualTo(Json.read("{\"reason\": \"cold\", \"amount\": 500}"));
  }

  @Test
  void what_is_null_is_nothing_to_people() {
    server.answers("POST /api/v1/orders/o-1/rating", "{\"stars\": 4, \"comment\": null}");

    var run = Run.of(server, "rate", "o-1", "4", "--customer", "ada");

    assertThat(run.out()).contains("4").doesNotContain("null");
    assertThat(Run.of(server, "rate", "o-1", "4", "--customer", "ada", "--output", "json").out()).contains("null");
  }

  @Test
  void it_is_told_where_an_order_stands() {
    server.answers("GET /api/v1/orders/o-1/status", """
        {"id": "o-1", "status": "IN_REVIEW", "nextStep": "REVIEW", "waitingFor": "reviewer", "health": "waiting"}""");

    assertThat(Run.of(server, "status", "o-1").out()).contains("o-1", "IN_REVIEW", "REVIEW", "reviewer", "waiting");
  }

  private String body() {
    return server.requests().get(server.requests().size() - 1).body();
  }

  private static String[] words(String command) {
    return java.util.regex.Pattern.compile("\"([^\"]*)\"(?= |$)|\\S+").matcher(command).results()
        .map(word -> word.group(1) == null ? word.group() : word.group(1)).toArray(String[]::new);
  }
}
