package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Somebody who talks to Caravan, by the clock of Berlin. */
final class Talk {

  final Shop shop;
  final String user = "u" + UUID.randomUUID().toString().substring(0, 8);

  Talk(Shop shop) {
    this.shop = shop;
  }

  JsonNode says(String message) {
    var answer = sends(body(message));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Shop.read(answer.body());
  }

  String body(String message) {
    return JsonNodeFactory.instance.objectNode().put("message", message).put("zone", "Europe/Berlin").toString();
  }

  HttpResponse<String> sends(String body, String... headers) {
    var all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("X-User-Id", user));
    return shop.send("POST", "/api/v1/chat", body, all.toArray(String[]::new));
  }

  /** Has a task written and returns its id. */
  String creates(String message) {
    var answer = says(message);
    assertThat(answer.at("/actions/0/state").asText()).as(answer.toString()).isEqualTo("DONE");
    return answer.at("/actions/0/taskId").asText();
  }

  JsonNode task(String id) {
    return shop.get("/tasks/" + id);
  }

  boolean exists(String id) {
    return shop.send("GET", "/api/v1/tasks/" + id, "").statusCode() == 200;
  }

  JsonNode orders() {
    return shop.get("/orders?customerId=" + user).get("orders");
  }

  JsonNode turns(String query) {
    return Shop.read(shop.send("GET", "/api/v1/chat" + query, "", "X-User-Id", user).body());
  }
}
