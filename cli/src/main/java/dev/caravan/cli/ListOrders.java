package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Lists orders, newest first. */
@Command(name = "list", description = "List orders, newest first.")
final class ListOrders implements Callable<Integer> {

  private static final int LONGEST_TEXT = 60;

  @ParentCommand private Caravan caravan;

  @Option(names = "--status", paramLabel = "<status>", description = "only orders that stand there, as READY")
  private @Nullable String status;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "at most this many, up to 100 (default: ${DEFAULT-VALUE})")
  private int limit;

  @Override
  public Integer call() {
    var page = caravan.server().get("/orders?limit=" + limit
        + (status == null ? "" : "&status=" + encoded(status.toUpperCase(Locale.ROOT))));
    if (caravan.json()) {
      caravan.terminal().print(Json.write(page));
      return 0;
    }
    var table = new Table("ORDER", "STATUS", "TOTAL", "CUSTOMER", "CREATED", "WHAT");
    page.path("orders").forEach(order -> table.row(
        order.path("id").asText(), Texts.status(order.path("status").asText()), Texts.money(order.path("total")),
        order.path("customerId").asText(), Texts.moment(order.path("createdAt")),
        Texts.shortened(what(order), LONGEST_TEXT)));
    table.print(caravan.terminal());
    return 0;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String what(JsonNode order) {
    return order.has("text") ? order.path("text").asText() : Texts.lines(order.path("items"));
  }
}
