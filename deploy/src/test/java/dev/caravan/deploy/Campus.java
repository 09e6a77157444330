package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/** A shop with a customer and a runner of its own, who reach Caravan over HTTP. */
final class Campus {

  final Shop shop;
  final String customer;
  final String runner;

  Campus(Shop shop) {
    this.shop = shop;
    var name = UUID.randomUUID().toString().substring(0, 8);
    customer = "customer-" + name;
    runner = "runner-" + name;
    registers(customer, "CUSTOMER");
    registers(runner, "RUNNER");
  }

  void registers(String id, String role) {
    shop.post("/users", """
        {"id": "%s", "name": "%s", "roles": ["%s"]}""".formatted(id, id, role));
  }

  /** Pancakes from the kitchen; returns the order's id. */
  String ordersFromKitchen(String method) {
    return ordersFromKitchen(method, 100);
  }

  String ordersFromKitchen(String method, int tip) {
    return shop.post("/orders", """
        {"customerId": "%s", "items": [{"sku": "blueberry-pancakes", "quantity": 2}], "tip": %d,
         "fulfilment": {"type": "COURIER", "address": {"building": "North Hall", "room": "214"}},
         "payment": {"method": "%s"}}""".formatted(customer, tip, method)).get("id").asText();
  }

  /** A burrito of about 9.00 and a soda of about 2.00 from a store, which may cost 16.00 with everything. */
  String ordersFromStore() {
    return ordersFromStore("card", "USD", 1600);
  }

  String ordersFromStore(String method, String currency, long maxTotal) {
    return shop.post("/orders", """
        {"customerId": "%s", "items": [
           {"sku": "burrito", "name": "Burrito", "quantity": 1, "estimate": {"amount": 900, "currency": "%s"}},
           {"sku": "soda", "name": "Soda", "quantity": 1, "estimate": {"amount": 200, "currency": "%s"}}],
         "fulfilment": {"type": "COURIER", "address": {"building": "Library"}, "store": "campus-grill", "maxTotal": %d},
         "tip": 100, "payment": {"method": "%s"}}""".formatted(customer, currency, currency, maxTotal, method)).get("id").asText();
  }

  HttpResponse<String> bids(String order, String runnerId) {
    return shop.send("POST", "/api/v1/orders/" + order + "/accept", "{\"runnerId\": \"" + runnerId + "\"}");
  }

  /** The runner has the order for good, and the kitchen, if it is the kitchen's, has begun. */
  void accepts(String order) {
    shop.becomes(order, "AVAILABLE");
    assertThat(bids(order, runner).statusCode()).isEqualTo(200);
    shop.becomes(order, "ACCEPTED");
    awaits(order, "ARRIVE");
  }

  void arrives(String order) {
    accepts(order);
    goes(order, "ON_SITE");
  }

  void awaits(String order, String step) {
    Awaitility.await("order " + order + " to await " + step).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50))
        .until(() -> shop.get("/orders/" + order + "/status").get("nextStep").asText().equals(step));
  }

  HttpResponse<String> reports(String order, String stage) {
    return shop.send("POST", "/api/v1/orders/" + order + "/delivery", """
        {"runnerId": "%s", "status": "%s"}""".formatted(runner, stage));
  }

  HttpResponse<String> buys(String order, long price, String currency) {
    return shop.send("POST", "/api/v1/orders/" + order + "/delivery", """
        {"runnerId": "%s", "status": "PURCHASED", "price": {"amount": %d, "currency": "%s"}}""".formatted(runner, price, currency));
  }

  /** Reports each of the stages, which must be taken. */
  void goes(String order, String... stages) {
    for (var stage : stages) {
      var answer = reports(order, stage);
      assertThat(answer.statusCode()).as(stage + ": " + answer.body()).isEqualTo(200);
    }
  }

  HttpResponse<String> meets(String order, String trouble) {
    return shop.send("POST", "/api/v1/orders/" + order + "/problems", """
        {"runnerId": "%s", "kind": "%s"}""".formatted(runner, trouble));
  }

  HttpResponse<String> answers(String order, boolean approved) {
    return shop.send("POST", "/api/v1/orders/" + order + "/approval", "{\"approved\": " + approved + "}");
  }

  HttpResponse<String> callsOff(String order) {
    return shop.send("POST", "/api/v1/orders/" + order + "/signals/cancel", "{}");
  }

  HttpResponse<String> confirms(String order) {
    var code = shop.get("/orders/" + order + "/confirmation-code").get("code").asText();
    return shop.send("POST", "/api/v1/orders/" + order + "/confirm", "{\"code\": \"" + code + "\"}");
  }

  /** Bought at the store for this price and brought to the customer, who has not confirmed it yet. */
  void deliversFromStore(String order, long price, String currency) {
    arrives(order);
    var bought = buys(order, price, currency);
    assertThat(bought.statusCode()).as(bought.body()).isEqualTo(200);
    goes(order, "COLLECTED", "ON_THE_WAY", "DELIVERED");
  }

  /** Cooked, brought and confirmed; returns the completed order. */
  JsonNode bringsFromKitchen(String order) {
    accepts(order);
    goes(order, "ON_SITE", "PURCHASED");
    shop.ringsTheBell(order);
    goes(order, "COLLECTED", "ON_THE_WAY", "DELIVERED");
    assertThat(confirms(order).statusCode()).isEqualTo(200);
    return shop.becomes(order, "COMPLETED");
  }

  /** What the order's postings left in an account, in minor units. */
  long balance(String order, String account) {
    return shop.get("/ledger?orderId=" + order).at("/balances/" + account).asLong();
  }
}
