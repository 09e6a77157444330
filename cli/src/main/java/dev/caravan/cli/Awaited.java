package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Who has to act before an order can go on, and the command with which they do. */
final class Awaited {

  private Awaited() {}

  /** Such as {@code waits for the kitchen: caravan ready o-1}; empty where nobody is waited for. */
  static String text(String id, JsonNode status, String runner) {
    var who = status.path("waitingFor").asText("");
    if (who.isEmpty()) {
      return "";
    }
    var command = switch (status.path("nextStep").asText()) {
      case "FINISH" -> "ready " + id;
      case "COLLECT" -> "collect " + id;
      case "REVIEW" -> "approve " + id + " --by <name>";
      case "ACCEPT" -> "accept " + id + " --runner <runner>";
      case "ARRIVE" -> deliver(id, "on-site", runner);
      case "PURCHASE" -> deliver(id, "purchased", runner);
      case "PICK_UP" -> deliver(id, "collected", runner);
      case "SET_OUT" -> deliver(id, "on-the-way", runner);
      case "DELIVER" -> deliver(id, "delivered", runner);
      case "APPROVE" -> "answer " + id + " yes|no";
      case "CONFIRM_DELIVERY" -> "confirm " + id;
      default -> "";
    };
    return Terminal.clean("waits for the " + who + (command.isEmpty() ? "" : ": caravan " + command));
  }

  private static String deliver(String id, String stage, String runner) {
    return "deliver " + id + " " + stage + " --runner " + runner;
  }
}
