package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Shows an order live, until it has ended. */
@Command(
    name = "watch",
    description = {
      "Show an order live, until it has ended; exit code 1 if it was not completed.",
      "On a terminal it is a board with a line for each step, otherwise a line for each fact."
    },
    footer = {"  caravan watch o-1001", "  caravan watch o-1001 --output json | jq .type"})
final class Watch extends OfOrder {

  @Override
  public Integer call() {
    return toItsEnd(caravan(), id());
  }

  /** Shows an order that was just taken in, or everything that happens to it from now on. */
  static int taken(Caravan caravan, JsonNode order, boolean wait) {
    return wait ? toItsEnd(caravan, order.path("id").asText()) : caravan.show(order, OrderSheet::print);
  }

  private static int toItsEnd(Caravan caravan, String orderId) {
    var terminal = caravan.terminal();
    JsonNode order;
    try (var screen = caravan.json() ? null : Screen.open()) {
      Progress progress = screen == null ? new Lines(terminal, caravan.json(), Map.of())
          : (orders, away) -> screen.paint(new Board(terminal, Instant.now(), Map.of()).lines(orders, away));
      order = new Follow(caravan.server(), progress).toTheirEnds(List.of(orderId), any -> { }).get(0).order();
      if (caravan.json()) {
        terminal.print(Json.line(order));
      } else if (screen == null) {
        OrderSheet.print(order, terminal);
      }
    }
    return order.path("status").asText().equals("COMPLETED") ? 0 : Failures.REFUSED;
  }
}
