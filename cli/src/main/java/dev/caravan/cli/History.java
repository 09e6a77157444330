package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Terminal.Tone;
import picocli.CommandLine.Command;

/** Tells everything that happened to an order. */
@Command(name = "history", description = "Tell everything that happened to an order.", footer = "  caravan history o-1001")
final class History extends OfOrder {

  @Override
  public Integer call() {
    return caravan().show(caravan().server().get(path("/history")), (history, terminal) ->
        history.path("events").forEach(event -> terminal.print(line(event, terminal))));
  }

  /** A fact in one line: when, what, by whom, where the order stands if the fact moved it, and which attempt it was. */
  static String line(JsonNode event, Terminal terminal) {
    var data = event.path("data");
    var status = Terminal.clean(data.has("from") ? data.path("status").asText() : "");
    var type = Terminal.clean(event.path("type").asText());
    var actor = Terminal.clean(event.path("actor").asText());
    var line = terminal.paint(Tone.QUIET, Texts.time(event.path("at"))) + "  %-20s  %-14s".formatted(type, actor)
        + (status.isEmpty() ? "" : "  " + terminal.paint(Texts.status(status).tone(), status))
        + (event.path("attempt").asInt() > 1 ? "  attempt " + event.path("attempt").asInt() : "");
    return line.stripTrailing();
  }
}
