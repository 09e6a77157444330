package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Terminal.Tone;

/** One order, a line for everything that is known of it. */
final class OrderSheet {

  private final Terminal terminal;

  private OrderSheet(Terminal terminal) {
    this.terminal = terminal;
  }

  static void print(JsonNode order, Terminal terminal) {
    var sheet = new OrderSheet(terminal);
    sheet.line("order", order.path("id").asText());
    sheet.line("status", order.path("status").asText());
    sheet.line("reason", order.path("reason").asText());
    sheet.line("", order.path("detail").asText());
    order.path("missing").forEach(missing -> sheet.line("", missing.path("ingredient").asText() + ": "
        + missing.path("needed").asText() + " needed, " + missing.path("available").asText() + " there"));
    order.path("notUnderstood").forEach(part -> sheet.line("", "not understood: " + part.asText()));
    sheet.line("customer", order.path("customerId").asText());
    sheet.line("text", order.path("text").asText());
    order.path("items").forEach(item ->
        sheet.line("item", Texts.line(item) + ", each " + Texts.money(item.path("unitPrice"))));
    sheet.line("total", Texts.money(order.path("total")));
    sheet.line("fulfilment", order.path("fulfilment").path("type").asText());
    sheet.line("note", order.path("note").asText());
    sheet.line("created", Texts.moment(order.path("createdAt")));
    sheet.line("updated", Texts.moment(order.path("updatedAt")));
  }

  private void line(String name, String value) {
    if (!value.isEmpty()) {
      var text = Terminal.clean(value);
      terminal.print(terminal.paint(Tone.QUIET, "%-10s  ".formatted(name))
          + (name.equals("status") ? terminal.paint(Texts.status(text).tone(), text) : text));
    }
  }
}
