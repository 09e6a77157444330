package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Who has to act before an order can go on, and the command with which they do; from its short form. */
final class Awaited {

  private Awaited() {}

  /** Such as {@code waits for the kitchen}; empty where nobody is waited for. */
  static String who(JsonNode status) {
    var who = status.path("waitingFor").asText("");
    return who.isEmpty() ? "" : Terminal.clean("waits for the " + who);
  }

  /** Such as {@code caravan ready o-1}; empty where there is no such command. */
  static String command(JsonNode order, JsonNode status) {
    var id = order.path("id").asText();
    var runner = order.path("runnerId").asText("<runner>");
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
    return command.isEmpty() ? "" : Terminal.clean("caravan " + command);
  }

  private static String deliver(String id, String stage, String runner) {
    return "deliver " + id + " " + stage + " --runner " + runner;
  }
}
