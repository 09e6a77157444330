package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Those who have something sent, and reach Caravan over HTTP. */
final class Mail {

  static final String MAIN_STREET = """
      {"street": "123 Main St", "city": "Anytown", "state": "CA", "zip": "12345"}""";
  static final String ELSEWHERE = """
      {"street": "456 Updated St", "city": "Updated City", "state": "NY", "zip": "54321"}""";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Shop shop;

  Mail(Shop shop) {
    this.shop = shop;
  }

  static String someId() {
    return "o-" + UUID.randomUUID();
  }

  /** Starts an order of a box to Main Street; returns its id. @param more such as {@code "review": true} */
  String starts(String... more) {
    var id = someId();
    var answer = start(id, more);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return id;
  }

  HttpResponse<String> start(String id, String... more) {
    var fields = List.of(more).stream().map(field -> ", " + field).collect(Collectors.joining());
    return shop.send("POST", "/api/v1/orders/" + id + "/start", "{\"initial_address\": " + MAIN_STREET + fields + "}");
  }

  /** Starts an order that these carriers are to be tried for. */
  String startsBy(String... carriers) {
    return starts("\"carriers\": [" + List.of(carriers).stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(",")) + "]");
  }

  HttpResponse<String> signals(String order, String signal, String body) {
    return shop.send("POST", "/api/v1/orders/" + order + "/signals/" + signal, body);
  }

  HttpResponse<String> callsOff(String order) {
    return signals(order, "cancel", "{\"reason\": \"Customer request\", \"cancelled_by\": \"admin\"}");
  }

  HttpResponse<String> moves(String order) {
    return signals(order, "update-address", "{\"new_address\": " + ELSEWHERE + ", \"updated_by\": \"admin\"}");
  }

  HttpResponse<String> approves(String order) {
    return signals(order, "approve", "{\"approved_by\": \"rita\", \"reason\": \"known\"}");
  }

  HttpResponse<String> rejects(String order) {
    return signals(order, "reject", "{\"rejected_by\": \"rita\", \"reason\": \"unknown\"}");
  }

  void awaits(String order, String step) {
    Awaitility.await("order " + order + " to await " + step).atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
        .until(() -> shop.get("/orders/" + order + "/status").get("nextStep").asText().equals(step));
  }

  /** The order is done or undone; returns it. */
  JsonNode ends(String order) {
    return Awaitility.await("order " + order + " to end").atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
        .until(() -> shop.get("/orders/" + order),
            found -> List.of("COMPLETED", "REJECTED", "CANCELLED").contains(found.get("status").asText()));
  }

  JsonNode proof(String order) {
    return shop.get("/orders/" + order + "/deadline");
  }

  List<JsonNode> facts(String order, String type) {
    return StreamSupport.stream(shop.get("/orders/" + order + "/history").get("events").spliterator(), false)
        .filter(fact -> fact.get("type").asText().equals(type)).toList();
  }

  JsonNode fact(String order, String type) {
    assertThat(facts(order, type)).as(type + " in the history of " + order).hasSize(1);
    return facts(order, type).get(0);
  }

  /** What the order's postings left in an account, in minor units. */
  long balance(String order, String account) {
    return shop.get("/ledger?orderId=" + order).at("/balances/" + account).asLong();
  }
}
