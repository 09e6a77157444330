package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Terminal.Tone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** Tells everything that happened to an order. */
@Command(name = "history", description = "Tell everything that happened to an order.")
final class History implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Parameters(paramLabel = "<id>", converter = Id.class, description = "the order")
  private String id = "";

  @Override
  public Integer call() {
    var history = caravan.server().get("/orders/" + id + "/history");
    var terminal = caravan.terminal();
    if (caravan.json()) {
      terminal.print(Json.write(history));
    } else {
      history.path("events").forEach(event -> terminal.print(line(event, terminal)));
    }
    return 0;
  }

  /** A fact in one line: when, what, by whom, and where the order stands if the fact moved it. */
  static String line(JsonNode event, Terminal terminal) {
    var data = event.path("data");
    var status = Terminal.clean(data.has("from") ? data.path("status").asText() : "");
    var type = Terminal.clean(event.path("type").asText());
    var actor = Terminal.clean(event.path("actor").asText());
    var line = terminal.paint(Tone.QUIET, Texts.time(event.path("at"))) + "  %-20s  %-14s".formatted(type, actor)
        + (status.isEmpty() ? "" : "  " + terminal.paint(Texts.status(status).tone(), status));
    return line.stripTrailing();
  }
}
