package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * An order as it stood when it was looked at.
 *
 * @param status its short form; empty once the order has ended
 * @param events everything that happened to it, in order
 */
record Snapshot(JsonNode order, JsonNode status, List<JsonNode> events) {

  private static final Set<String> ENDS = Set.of("COMPLETED", "REJECTED", "CANCELLED");

  static Snapshot of(Server server, String orderId) {
    // First the order, then its history: an order that has ended has told all of it.
    var order = server.get("/orders/" + orderId);
    var events = server.get("/orders/" + orderId + "/history").path("events");
    var status = isEnd(order) ? Json.object() : server.get("/orders/" + orderId + "/status");
    return new Snapshot(order, status, StreamSupport.stream(events.spliterator(), false).toList());
  }

  private static boolean isEnd(JsonNode order) {
    return ENDS.contains(order.path("status").asText());
  }

  String id() {
    return order.path("id").asText();
  }

  boolean ended() {
    return isEnd(order);
  }

  boolean happened(String fact) {
    return events.stream().anyMatch(event -> event.path("type").asText().equals(fact));
  }

  /** Such as {@code waits for the kitchen}; empty where nobody is waited for. */
  String awaited() {
    return Awaited.who(status);
  }

  /** What those who are waited for would type; empty where there is no command. */
  String command() {
    return Awaited.command(order, status);
  }
}
