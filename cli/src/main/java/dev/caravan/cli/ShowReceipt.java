package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Table.Cell;
import dev.caravan.cli.Terminal.Tone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows what was charged for an order, or keeps it. */
@Command(
    name = "receipt",
    description = "Show what was charged for an order, or keep it in a file.",
    footer = {
      "  caravan receipt o-1001",
      "  caravan receipt o-1001 --format pdf -o receipt.pdf",
      "  caravan receipt o-1001 --format html > receipt.html"
    })
final class ShowReceipt extends OfOrder {

  /** The constants are spelled as they are typed. */
  enum Form { text, html, pdf }

  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "text|html|pdf",
      defaultValue = "text",
      description = "for people here, as a page to print, or as a document (default: ${DEFAULT-VALUE})")
  private Form form = Form.text;

  @Option(names = {"-o", "--file"}, paramLabel = "<file>", description = "where it is written to; a PDF always goes to a file")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    if (form == Form.pdf && file == null) {
      throw new ParameterException(spec.commandLine(), "Say by -o into which file the PDF goes");
    }
    if (form != Form.text) {
      var document = caravan().server().download(path("/receipt." + form));
      if (file == null) {
        caravan().terminal().print(new String(document, StandardCharsets.UTF_8).stripTrailing());
      } else {
        Files.write(file, document);
      }
      return 0;
    }
    var receipt = caravan().server().get(path("/receipt"));
    if (file == null) {
      return caravan().show(receipt, ShowReceipt::print);
    }
    try (var out = new PrintWriter(Files.newBufferedWriter(file))) {
      print(receipt, new Terminal(out, out, false));
    }
    return 0;
  }

  private static void print(JsonNode receipt, Terminal terminal) {
    terminal.print(terminal.paint(Tone.STRONG, "Receipt " + Terminal.clean(receipt.path("number").asText())));
    terminal.print("order " + Terminal.clean(receipt.path("orderId").asText()) + " of "
        + Terminal.clean(receipt.path("customerId").asText()) + ", " + Texts.moment(receipt.path("issuedAt")));
    var table = new Table("QUANTITY", "AMOUNT", "WHAT");
    receipt.path("lines").forEach(line -> table.row(
        line.path("quantity").asText(), Texts.money(line.path("unitPrice")), "each " + line.path("name").asText()));
    sum(table, "goods", receipt.path("goods"));
    sum(table, "delivery fee", receipt.path("deliveryFee"));
    sum(table, "platform fee", receipt.path("platformFee"));
    sum(table, "tip", receipt.path("tip"));
    sum(table, "charged", receipt.path("charged"));
    sum(table, "refunded", receipt.path("refunded"));
    table.row("", new Cell(Texts.money(receipt.path("paid")), Tone.STRONG), new Cell("paid", Tone.STRONG));
    table.print(terminal);
  }

  private static void sum(Table table, String name, JsonNode amount) {
    if (amount.path("amount").asLong() != 0) {
      table.row("", Texts.money(amount), name);
    }
  }
}
