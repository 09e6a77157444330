package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The way of an order: the steps it has made, as the facts tell that moved it, and those before it if all goes well. */
final class Journey {

  enum Mark { DONE, FAILED, ACTIVE, PENDING }

  /**
   * @param took how long the step took, or has taken so far; null for the first one and those to come
   * @param undone where the order was turned back, the facts that tell what has been undone since
   */
  record Step(String name, Mark mark, @Nullable Duration took, List<String> undone) {}

  /** @param at null where the server's time cannot be read */
  private record Move(String status, @Nullable Instant at, List<String> undone) {}

  private static final List<String> PLACED = List.of("RECEIVED", "ANALYZED", "IN_REVIEW", "RESERVED", "PAID", "CONFIRMED");
  private static final List<String> COUNTER = List.of("PREPARING", "READY", "COLLECTED", "COMPLETED");
  private static final List<String> COURIER =
      List.of("AVAILABLE", "ACCEPTED", "ON_SITE", "PURCHASED", "COLLECTED", "ON_THE_WAY", "DELIVERED", "COMPLETED");
  private static final List<String> SHIPMENT = List.of("SHIPPING", "SHIPPED", "COMPLETED");
  private static final Set<String> UNDOING = Set.of("COMPENSATING", "COMPENSATION_FAILED");
  private static final Set<String> FAILED = Set.of("COMPENSATING", "COMPENSATION_FAILED", "REJECTED", "CANCELLED");

  private Journey() {}

  static List<Step> of(Snapshot order, Instant now) {
    var moves = moves(order);
    var steps = new ArrayList<Step>();
    for (int i = 0; i < moves.size(); i++) {
      var move = moves.get(i);
      var before = i == 0 ? null : moves.get(i - 1);
      steps.add(new Step(name(move.status(), before == null ? "" : before.status()),
          FAILED.contains(move.status()) ? Mark.FAILED : Mark.DONE,
          before == null ? null : between(before.at(), move.at()), move.undone()));
    }
    if (!order.ended()) {
      var last = moves.get(moves.size() - 1);
      var ahead = ahead(order.order(), last.status());
      for (int i = 0; i < ahead.size(); i++) {
        steps.add(new Step(name(ahead.get(i), last.status()), i == 0 ? Mark.ACTIVE : Mark.PENDING,
            i == 0 ? between(last.at(), now) : null, List.of()));
      }
    }
    return steps;
  }

  private static List<Move> moves(Snapshot order) {
    var moves = new ArrayList<Move>();
    for (var event : order.events()) {
      if (moves.isEmpty() || event.path("data").has("from")) {
        var status = event.path("data").path("status").asText("RECEIVED");
        moves.add(new Move(status, instant(event.path("at")), new ArrayList<>()));
      } else if (UNDOING.contains(moves.get(moves.size() - 1).status())) {
        moves.get(moves.size() - 1).undone().add(event.path("type").asText());
      }
    }
    return moves.isEmpty()
        ? List.of(new Move(order.order().path("status").asText(), instant(order.order().path("updatedAt")), List.of()))
        : moves;
  }

  /** Words are understood only where there are words; whether a person has to look at it is not known before. */
  private static List<String> ahead(JsonNode order, String status) {
    if (UNDOING.contains(status)) {
      return List.of("CANCELLED");
    }
    var way = new ArrayList<>(PLACED);
    way.addAll(switch (order.path("fulfilment").path("type").asText()) {
      case "COURIER" -> COURIER;
      case "SHIPMENT" -> SHIPMENT;
      default -> COUNTER;
    });
    var ahead = way.subList(way.indexOf(status) + 1, way.size());
    ahead.remove("IN_REVIEW");
    if (!order.path("items").isEmpty() || !order.has("text")) {
      ahead.remove("ANALYZED");
    }
    return ahead;
  }

  private static String name(String status, String before) {
    return switch (status) {
      case "RECEIVED" -> "received";
      case "ANALYZED" -> before.equals("IN_REVIEW") ? "approved" : "understood";
      case "IN_REVIEW" -> "put before a reviewer";
      case "RESERVED" -> "stock reserved";
      case "PAID" -> "money held";
      case "CONFIRMED" -> "confirmed";
      case "PREPARING" -> "taken by the kitchen";
      case "READY" -> "ready";
      case "COLLECTED" -> "collected";
      case "AVAILABLE" -> "offered to runners";
      case "ACCEPTED" -> "accepted";
      case "ON_SITE" -> "runner on site";
      case "PURCHASED" -> "purchased";
      case "ON_THE_WAY" -> "on the way";
      case "DELIVERED" -> "delivered";
      case "SHIPPING" -> "given to shipping";
      case "SHIPPED" -> "shipped";
      case "COMPLETED" -> "completed";
      case "COMPENSATING" -> "turned back";
      case "COMPENSATION_FAILED" -> "not undone, an operator has to look";
      case "REJECTED" -> "undone, rejected";
      case "CANCELLED" -> "undone";
      default -> Terminal.clean(status);
    };
  }

  private static @Nullable Duration between(@Nullable Instant from, @Nullable Instant to) {
    if (from == null || to == null) {
      return null;
    }
    var took = Duration.between(from, to);
    return took.isNegative() ? Duration.ZERO : took;
  }

  static @Nullable Instant instant(JsonNode text) {
    try {
      return Instant.parse(text.asText());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
