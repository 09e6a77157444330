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
    sheet.line("address", Texts.list(order.path("fulfilment").path("address")));
    sheet.line("carriers", Texts.list(order.path("fulfilment").path("carriers")));
    sheet.line("runner", order.path("runnerId").asText());
    sheet.line("question", question(order.path("question")));
    sheet.line("", order.path("question").path("proposal").path("sentence").asText());
    sheet.line("deadline", Texts.moment(order.path("deadline")));
    sheet.line("note", order.path("note").asText());
    sheet.line("created", Texts.moment(order.path("createdAt")));
    sheet.line("updated", Texts.moment(order.path("updatedAt")));
  }

  private static String question(JsonNode question) {
    return switch (question.path("kind").asText()) {
      case "" -> "";
      case "PRICE" -> "may the goods cost " + Texts.money(question.path("goods")) + "?";
      case "ITEMS" -> "may it come without " + Texts.list(question.path("skus")) + "?";
      case "SUBSTITUTES" -> "may it be " + Texts.lines(question.path("proposal").path("items")) + " for "
          + Texts.money(question.path("proposal").path("total")) + "?";
      default -> question.path("kind").asText();
    };
  }

  private void line(String name, String value) {
    if (!value.isEmpty()) {
      var text = Terminal.clean(value);
      terminal.print(terminal.paint(Tone.QUIET, "%-10s  ".formatted(name))
          + (name.equals("status") ? terminal.paint(Texts.status(text).tone(), text) : text));
    }
  }
}
