package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Terminal.Tone;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells what happens to orders, a line for each fact. */
final class Lines implements Progress {

  static final String OUTAGE = "the server cannot be reached, trying again";

  private final Terminal terminal;
  private final boolean json;
  private final Map<String, String> names;
  private final Map<String, Long> told = new HashMap<>();
  private final Map<String, String> awaited = new HashMap<>();
  private boolean wasAway;

  /** @param names what orders are called, by id; empty where a single one is followed */
  Lines(Terminal terminal, boolean json, Map<String, String> names) {
    this.terminal = terminal;
    this.json = json;
    this.names = names;
  }

  @Override
  public void show(List<Snapshot> orders, boolean away) {
    orders.forEach(this::show);
    if (away && !wasAway) {
      hint(OUTAGE);
    }
    wasAway = away;
  }

  private void show(Snapshot order) {
    if (!told.containsKey(order.id()) && !json) {
      terminal.print(prefix(order) + terminal.paint(Tone.QUIET, "order " + Terminal.clean(order.id())));
    }
    var last = told.getOrDefault(order.id(), 0L);
    for (var event : order.events()) {
      if (event.path("seq").asLong() > last) {
        last = event.path("seq").asLong();
        tell(order, event);
      }
    }
    told.put(order.id(), last);
    var now = order.awaited() + (order.command().isEmpty() ? "" : ": " + order.command());
    if (!now.equals(awaited.put(order.id(), now)) && !order.awaited().isEmpty() && !json && names.isEmpty()) {
      hint(now);
    }
  }

  private void tell(Snapshot order, JsonNode event) {
    terminal.print(json ? Json.line(event) : prefix(order) + History.line(event, terminal));
  }

  private String prefix(Snapshot order) {
    return names.isEmpty() ? "" : "%-10s".formatted(names.get(order.id()));
  }

  private void hint(String text) {
    terminal.complain(terminal.paint(Tone.DUE, text));
  }
}
