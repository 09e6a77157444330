package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A shop with a customer of its own, who has boxes of pancake mix sent and signals about them. */
final class Parcels {

  static final String HOME = address("123 Main St");
  static final String ELSEWHERE = address("456 Oak Ave");
  static final String ABROAD = """
      {"street": "1 Rue de la Paix", "city": "Paris", "zip": "75002", "country": "FR"}""";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Shop shop;
  final String customer = "sender-" + UUID.randomUUID().toString().substring(0, 8);

  Parcels(Shop shop) {
    this.shop = shop;
  }

  static String address(String street) {
    return """
        {"street": "%s", "city": "Anytown", "state": "CA", "zip": "12345"}""".formatted(street);
  }

  static String newId() {
    return "o-" + UUID.randomUUID();
  }

  /** Starts an order that has an hour. @param more fields of the request */
  String starts(String... more) {
    var id = newId();
    starts(id, 3600, more);
    return id;
  }

  void starts(String id, int deadlineSeconds, String... more) {
    var fields = Stream.concat(Stream.of("\"deadlineSeconds\": " + deadlineSeconds, "\"customerId\": \"" + customer + "\"",
        "\"initialAddress\": " + HOME), Stream.of(more)).toList();
    var answer = shop.send("POST", "/api/v1/orders/" + id + "/start", "{" + String.join(", ", fields) + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  /** Starts an order that names nothing but its address. @param more fields of the request */
  HttpResponse<String> start(String id, String... more) {
    var fields = Stream.concat(Stream.of("\"initial_address\": " + HOME), Stream.of(more)).toList();
    return shop.send("POST", "/api/v1/orders/" + id + "/start", "{" + String.join(", ", fields) + "}");
  }

  /** Starts an order in the short form, within the house's deadline; returns its id. */
  String startsInShort(String... more) {
    var id = newId();
    var answer = start(id, more);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return id;
  }

  /** Starts an order in the short form that has time even on a machine that is busy. */
  String startsAtLeisure(String... more) {
    return startsInShort(Stream.concat(Stream.of("\"deadline_seconds\": 600"), Stream.of(more)).toArray(String[]::new));
  }

  /** Starts an order for which these carriers are to be tried. */
  String startsBy(String... carriers) {
    return startsAtLeisure("\"carriers\": [" + Stream.of(carriers).map(name -> "\"" + name + "\"").collect(Collectors.joining(",")) + "]");
  }

  HttpResponse<String> signals(String order, String signal, String body) {
    return shop.send("POST", "/api/v1/orders/" + order + "/signals/" + signal, body);
  }

  HttpResponse<String> cancels(String order, String by) {
    return signals(order, "cancel", "{\"cancelledBy\": \"" + by + "\", \"reason\": \"not wanted\"}");
  }

  HttpResponse<String> readdresses(String order, String address, String by) {
    return signals(order, "update-address", "{\"newAddress\": " + address + ", \"updatedBy\": \"" + by + "\"}");
  }

  HttpResponse<String> approves(String order, String by) {
    return signals(order, "approve", "{\"approvedBy\": \"" + by + "\", \"reason\": \"looks good\"}");
  }

  HttpResponse<String> rejects(String order, String by) {
    return signals(order, "reject", "{\"rejectedBy\": \"" + by + "\", \"reason\": \"looks bad\"}");
  }

  /** This has become true of the order. */
  void comesTo(String order, String fact) {
    Awaitility.await(fact + " of order " + order).atMost(PATIENCE).pollInterval(Duration.ofMillis(30))
        .until(() -> shop.history(order).contains(fact));
  }

  /** What was told of the order by facts of this type, in order. */
  List<JsonNode> told(String order, String type) {
    return StreamSupport.stream(shop.get("/orders/" + order + "/history").get("events").spliterator(), false)
        .filter(event -> event.get("type").asText().equals(type)).toList();
  }

  /** Its shipments, latest first; none where nothing was packed. */
  List<JsonNode> shipments(String order) {
    var answer = shop.send("GET", "/api/v1/shipments/" + order, "");
    if (answer.statusCode() == 404) {
      return List.of();
    }
    var latest = Shop.read(answer.body());
    return Stream.concat(Stream.of(latest), StreamSupport.stream(latest.get("former").spliterator(), false)).toList();
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

  /** Whether it ended within its deadline, proved by the times of its facts. */
  JsonNode proof(String order) {
    return shop.get("/orders/" + order + "/deadline");
  }

  /** What was told of the order by its one fact of this type. */
  JsonNode fact(String order, String type) {
    var facts = told(order, type);
    assertThat(facts).as(type + " in the history of " + order).hasSize(1);
    return facts.get(0);
  }

  /** What the order's postings left in an account, in minor units. */
  long balance(String order, String account) {
    return shop.get("/ledger?orderId=" + order).at("/balances/" + account).asLong();
  }
}
