package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.cli.Table.Cell;
import dev.caravan.cli.Terminal.Tone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Brings an order of each kind from start to end, and one that fails and is undone. */
@Command(
    name = "demo",
    description = {
      "Order one of each kind and bring it to its end, and one that fails and is undone.",
      "The orders are real, and so is everything that customer, kitchen and runner do about them; only the people are played.",
      "Exit code 0 only if each ended as it should, nothing is left behind, and all rules hold."
    },
    footer = {"  caravan demo", "  caravan demo --output json"})
final class Demo implements Callable<Integer> {

  private static final String CUSTOMER = "demo-customer";
  private static final String RUNNER = "demo-runner";
  private static final String FAILING = "failing";
  /** No other order of the demo takes anything that this one needs, so its traces can be told from theirs. */
  private static final String FAILING_SKU = "orange-juice";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(250);
  /** Where an order has ended, nothing of it may be left there. */
  private static final Set<String> EMPTY_AT_THE_END = Set.of("CUSTOMER", "ESCROW", "REFUNDS");

  @ParentCommand private Caravan caravan;

  private final Map<String, String> names = new LinkedHashMap<>();
  private final Instant giveUpAt = Instant.now().plus(LIMIT);

  @Override
  public Integer call() {
    var server = caravan.server();
    register(server, CUSTOMER, "Demo customer", "CUSTOMER");
    register(server, RUNNER, "Demo runner", "RUNNER");
    var before = stock(server);
    order(server);
    var orders = follow(server);
    var report = report(server, orders, before, stock(server));
    caravan.show(report, Demo::print);
    return report.path("well").asBoolean() ? 0 : Failures.REFUSED;
  }

  private static void register(Server server, String id, String name, String role) {
    var user = Json.given("id", id, "name", name);
    user.putArray("roles").add(role);
    server.post("/users", user);
  }

  private static ArrayNode stock(Server server) {
    var stock = Json.object().putArray("stock");
    server.get("/menu/" + FAILING_SKU).path("recipe").fieldNames()
        .forEachRemaining(ingredient -> stock.add(server.get("/inventory/" + ingredient)));
    return stock;
  }

  private void order(Server server) {
    var shipment = Json.given("customerId", CUSTOMER).set("initialAddress",
        Json.given("street", "123 Main", "city", "Any", "state", "CA", "zip", "12345"));
    named("shipment", server.postPatiently("/orders/demo-" + UUID.randomUUID() + "/start", shipment));
    var counter = wanted("card").put("text", "two blueberry pancakes and a large coffee");
    var courier = wanted("card").put("tip", 100);
    courier.putArray("items").addObject().put("sku", "waffles").put("quantity", 1);
    courier.putObject("fulfilment").put("type", "COURIER")
        .set("address", Json.given("building", "North Hall", "room", "214"));
    var failing = wanted("card-declined");
    failing.putArray("items").addObject().put("sku", FAILING_SKU).put("quantity", 2);
    submit(server, "counter", counter);
    submit(server, "courier", courier);
    submit(server, FAILING, failing);
  }

  private static ObjectNode wanted(String method) {
    var wanted = Json.given("customerId", CUSTOMER);
    wanted.putObject("payment").put("method", method);
    return wanted;
  }

  private void submit(Server server, String name, JsonNode wanted) {
    named(name, server.postOnce("/orders", wanted, UUID.randomUUID().toString()));
  }

  private void named(String name, JsonNode order) {
    names.put(order.path("id").asText(), name);
  }

  private List<Snapshot> follow(Server server) {
    var terminal = caravan.terminal();
    var ids = List.copyOf(names.keySet());
    try (var screen = caravan.json() ? null : Screen.open()) {
      return new Follow(server, progress(screen, terminal)).toTheirEnds(ids, order -> act(server, order, screen == null));
    }
  }

  private Progress progress(@Nullable Screen screen, Terminal terminal) {
    if (screen != null) {
      return (orders, away) -> {
        var board = new Board(terminal, Instant.now(), names);
        var lines = board.lines(orders, away);
        screen.paint(lines.size() < screen.height() ? lines : board.shortLines(orders, away));
      };
    }
    return caravan.json() ? (orders, away) -> { } : new Lines(terminal, false, names);
  }

  /** Plays the people for whom an order waits. */
  private void act(Server server, Snapshot order, boolean aloud) {
    if (Instant.now().isAfter(giveUpAt)) {
      throw new Refused(Json.given("type", "/problems/not-ended", "title", "Not Ended", "detail", "Order " + order.id()
          + " has not ended in " + LIMIT.toMinutes() + " minutes; it is " + order.order().path("status").asText() + "."));
    }
    try {
      var done = act(server, order);
      if (!done.isEmpty() && aloud && !caravan.json()) {
        caravan.terminal().print("%-10s%s".formatted(names.get(order.id()), caravan.terminal().paint(Tone.QUIET, done)));
      }
    } catch (Refused e) {
      // Somebody else was faster, or the order had gone on already: the next look at it tells.
      if (!e.isOutOfTurn()) {
        throw e;
      }
    }
  }

  private String act(Server server, Snapshot order) {
    var path = "/orders/" + order.id();
    var ticket = Ready.ticketId(order.events());
    if (ticket.isPresent() && !order.happened("order.ready")) {
      server.post("/kitchen/tickets/" + ticket.get() + "/ready");
      return "the kitchen rings the bell";
    }
    switch (order.status().path("nextStep").asText()) {
      case "COLLECT" -> server.post(path + "/collect");
      case "REVIEW" -> server.post(path + "/signals/approve", Json.given("approvedBy", "demo-reviewer", "reason", "demo"));
      case "ACCEPT" -> server.post(path + "/accept", Json.given("runnerId", RUNNER));
      case "ARRIVE" -> deliver(server, path, "ON_SITE");
      case "PURCHASE" -> deliver(server, path, "PURCHASED");
      case "PICK_UP" -> deliver(server, path, "COLLECTED");
      case "SET_OUT" -> deliver(server, path, "ON_THE_WAY");
      case "DELIVER" -> deliver(server, path, "DELIVERED");
      case "APPROVE" -> server.post(path + "/approval", Json.object().put("approved", true));
      case "CONFIRM_DELIVERY" -> server.post(path + "/confirm", Json.given("code", Confirm.codeOf(server, order.id())));
      default -> {
        return "";
      }
    }
    return "the " + order.status().path("waitingFor").asText() + " does: "
        + order.status().path("nextStep").asText().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void deliver(Server server, String path, String stage) {
    server.post(path + "/delivery", Json.given("runnerId", RUNNER, "status", stage));
  }

  private ObjectNode report(Server server, List<Snapshot> orders, ArrayNode before, ArrayNode after) {
    var report = Json.object();
    var well = true;
    for (var order : orders) {
      var failing = FAILING.equals(names.get(order.id()));
      var ledger = server.get("/ledger?orderId=" + order.id()).path("balances");
      var end = order.order().path("status").asText();
      var reason = order.order().path("reason").asText();
      var asItShould = isBalanced(ledger, failing)
          && (failing ? end.equals("REJECTED") && reason.equals("payment-declined") : end.equals("COMPLETED"));
      well &= asItShould;
      var line = report.withArray("orders").addObject()
          .put("name", names.get(order.id())).put("id", order.id()).put("status", end).put("reason", reason);
      line.put("millis", took(order).toMillis()).put("asItShould", asItShould).set("balances", ledger);
    }
    report.set("stockBefore", before);
    report.set("stockAfter", after);
    var invariants = invariants(server);
    report.set("invariants", invariants);
    return report.put("well", well && before.equals(after) && invariants.path("holds").asBoolean());
  }

  /** From its first fact to the one that ended it; people may be told of it later. */
  private static Duration took(Snapshot order) {
    var moves = order.events().stream().filter(event -> event.path("data").has("from")).toList();
    var first = Journey.instant(order.events().get(0).path("at"));
    var last = moves.isEmpty() ? first : Journey.instant(moves.get(moves.size() - 1).path("at"));
    return first == null || last == null ? Duration.ZERO : Duration.between(first, last);
  }

  /** Debit and credit of an order are the same, nothing is left in between, and of one that failed there is nothing at all. */
  private static boolean isBalanced(JsonNode balances, boolean failing) {
    var sum = 0L;
    for (var account : balances.properties()) {
      var amount = account.getValue().asLong();
      sum += amount;
      if (amount != 0 && (failing || EMPTY_AT_THE_END.contains(account.getKey()))) {
        return false;
      }
    }
    return sum == 0;
  }

  /** What others are doing at the same moment may not be settled yet. */
  private static JsonNode invariants(Server server) {
    var giveUpAt = Instant.now().plus(PATIENCE);
    var report = server.get("/operations/invariants");
    while (!report.path("holds").asBoolean() && Instant.now().isBefore(giveUpAt)) {
      Pause.of(PAUSE);
      report = server.get("/operations/invariants");
    }
    return report;
  }

  private static void print(JsonNode report, Terminal terminal) {
    terminal.print("");
    var orders = new Table("NAME", "END", "TOOK", "AS IT SHOULD", "ORDER");
    var ledger = new Table("NAME", "LEDGER BALANCES");
    report.path("orders").forEach(order -> {
      var name = order.path("name").asText();
      orders.row(name, end(order), Texts.seconds(Duration.ofMillis(order.path("millis").asLong())),
          yes(order.path("asItShould").asBoolean()), order.path("id").asText());
      ledger.row(name, balances(order.path("balances")));
    });
    orders.print(terminal);
    terminal.print("");
    ledger.print(terminal);
    terminal.print("");
    var stock = new Table("STOCK OF THE FAILING ONE", "ON HAND BEFORE", "AFTER", "RESERVED BEFORE", "AFTER", "AS IT SHOULD");
    for (int i = 0; i < report.path("stockBefore").size(); i++) {
      var before = report.path("stockBefore").path(i);
      var after = report.path("stockAfter").path(i);
      stock.row(before.path("ingredient").asText(), before.path("onHand").asText(), after.path("onHand").asText(),
          before.path("reserved").asText(), after.path("reserved").asText(), yes(before.equals(after)));
    }
    stock.print(terminal);
    if (!report.path("stockBefore").equals(report.path("stockAfter"))) {
      terminal.print("(it also changes when somebody else orders or delivers it meanwhile)");
    }
    terminal.print("");
    Check.print(report.path("invariants"), terminal);
  }

  private static String end(JsonNode order) {
    var reason = order.path("reason").asText();
    return order.path("status").asText() + (reason.isEmpty() ? "" : " (" + reason + ")");
  }

  private static String balances(JsonNode balances) {
    var texts = new ArrayList<String>();
    balances.properties().forEach(account -> {
      if (account.getValue().asLong() != 0) {
        texts.add(account.getKey().toLowerCase(Locale.ROOT) + " " + account.getValue().asText());
      }
    });
    return texts.isEmpty() ? "nothing" : String.join(", ", texts);
  }

  private static Cell yes(boolean well) {
    return well ? new Cell("yes", Tone.GOOD) : new Cell("no", Tone.BAD);
  }
}
