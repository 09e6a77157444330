package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.util.Locale;
import java.util.concurrent.Callable;

/** Lists orders, newest first. */
@Command(
    name = "list",
    description = "List orders, newest first.",
    footer = {
      "  caravan list",
      "  caravan list --status ready --fulfilment pickup",
      "  caravan list --health stuck",
      "  caravan list --from 2026-11-21T00:00:00Z --all --output json"
    })
final class ListOrders implements Callable<Integer> {

  private static final int LONGEST_TEXT = 60;
  private static final int LARGEST_PAGE = 100;

  @ParentCommand private Caravan caravan;

  @Option(names = "--status", paramLabel = "<status>", description = "only orders that stand there, as READY")
  private @Nullable String status;

  @Option(names = "--customer", paramLabel = "<id>", description = "only this customer's")
  private @Nullable String customer;

  @Option(names = "--runner", paramLabel = "<id>", description = "only those that this runner brings or brought")
  private @Nullable String runner;

  @Option(names = "--fulfilment", paramLabel = "<way>", description = "only PICKUP, COURIER or SHIPMENT")
  private @Nullable String fulfilment;

  @Option(names = "--health", paramLabel = "<health>", description = "only those that are ok, waiting, retrying or stuck")
  private @Nullable String health;

  @Option(names = "--from", paramLabel = "<instant>", description = "only those made then or later, as 2026-11-21T08:00:00Z")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "<instant>", description = "only those made before")
  private @Nullable String to;

  @Option(names = "--query", paramLabel = "<text>", description = "only those in which this text occurs")
  private @Nullable String query;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "at most this many, up to 100 (default: ${DEFAULT-VALUE})")
  private int limit;

  @Option(names = "--all", description = "all of them, page by page, whatever --limit says")
  private boolean all;

  @Override
  public Integer call() {
    var server = caravan.server();
    var page = server.get(path(null));
    if (all) {
      var everything = Json.object();
      var orders = everything.putArray("orders");
      page.path("orders").forEach(orders::add);
      while (!page.path("next").asText("").isEmpty()) {
        page = server.get(path(page.path("next").asText()));
        page.path("orders").forEach(orders::add);
      }
      page = everything;
    }
    return caravan.show(page, ListOrders::print);
  }

  private String path(@Nullable String cursor) {
    return new Query("/orders").and("limit", all ? LARGEST_PAGE : limit).and("status", capitals(status))
        .and("customerId", customer).and("runnerId", runner).and("fulfilment", capitals(fulfilment)).and("health", health)
        .and("from", from).and("to", to).and("q", query).and("cursor", cursor).toString();
  }

  private static @Nullable String capitals(@Nullable String text) {
    return text == null ? null : text.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static void print(JsonNode page, Terminal terminal) {
    var table = new Table("ORDER", "STATUS", "TOTAL", "CUSTOMER", "CREATED", "WHAT");
    page.path("orders").forEach(order -> table.row(
        order.path("id").asText(), Texts.status(order.path("status").asText()), Texts.money(order.path("total")),
        order.path("customerId").asText(), Texts.moment(order.path("createdAt")),
        Texts.shortened(what(order), LONGEST_TEXT)));
    table.print(terminal);
  }

  private static String what(JsonNode order) {
    return order.has("text") ? order.path("text").asText() : Texts.lines(order.path("items"));
  }
}
