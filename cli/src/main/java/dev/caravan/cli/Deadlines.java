package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Table.Cell;
import dev.caravan.cli.Terminal.Tone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/** Proves that orders ended within their deadline. */
@Command(
    name = "deadlines",
    description = {
      "Prove, by the times of the facts, that orders ended within their deadline.",
      "Exit code 1 if one ended late, or is past its deadline and has not ended."
    },
    footer = {
      "  caravan deadlines o-1001 o-1002",
      "  caravan deadlines --from 2026-11-21T00:00:00Z --customer ada"
    })
final class Deadlines implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "<id>", converter = Id.class, description = "these orders, each by itself")
  private List<String> ids = List.of();

  @Option(names = "--from", paramLabel = "<instant>", description = "all orders that were started then or later")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "<instant>", description = "all orders that were started before")
  private @Nullable String to;

  @Option(names = "--customer", paramLabel = "<id>", description = "only this customer's")
  private @Nullable String customer;

  @Override
  public Integer call() {
    if (ids.isEmpty()) {
      return summary();
    }
    if (from != null || to != null || customer != null) {
      throw new ParameterException(spec.commandLine(), "Name orders, or say which by --from, --to and --customer");
    }
    var server = caravan.server();
    var each = Json.object();
    var deadlines = each.putArray("deadlines");
    ids.forEach(id -> deadlines.add(server.get("/orders/" + id + "/deadline")));
    var now = Instant.now();
    caravan.show(each, (answer, terminal) -> print(answer.path("deadlines"), now, terminal));
    for (var one : deadlines) {
      if (isLate(one, now)) {
        return Failures.REFUSED;
      }
    }
    return 0;
  }

  private int summary() {
    var path = new Query("/deadlines").and("from", from).and("to", to).and("customerId", customer).toString();
    var summary = caravan.server().get(path);
    var late = summary.path("late").asLong();
    caravan.show(summary, (answer, terminal) -> {
      new Table("ORDERS", "ENDED", "WITHIN", "LATE", "OPEN", "P50", "P99", "WORST", "WORST MARGIN").row(
          answer.path("orders").asText(), answer.path("ended").asText(), answer.path("within").asText(),
          new Cell(String.valueOf(late), late == 0 ? Tone.GOOD : Tone.BAD), answer.path("open").asText(),
          millis(answer.path("p50Millis")), millis(answer.path("p99Millis")), millis(answer.path("worstMillis")),
          millis(answer.path("worstMarginMillis"))).print(terminal);
      if (!answer.path("lateOrders").isEmpty()) {
        print(answer.path("lateOrders"), Instant.now(), terminal);
      }
    });
    return late == 0 ? 0 : Failures.REFUSED;
  }

  private static void print(Iterable<JsonNode> deadlines, Instant now, Terminal terminal) {
    var table = new Table("ORDER", "STARTED", "DEADLINE", "ENDED", "TOOK", "END", "WITHIN");
    deadlines.forEach(one -> table.row(
        one.path("orderId").asText(), Texts.time(one.path("startedAt")), Texts.time(one.path("deadline")),
        Texts.time(one.path("endedAt")), millis(one.path("millis")), one.path("end").asText(),
        isLate(one, now) ? new Cell(one.hasNonNull("endedAt") ? "late" : "late, still open", Tone.BAD)
            : one.hasNonNull("endedAt") ? new Cell("yes", Tone.GOOD) : new Cell("open", Tone.DUE)));
    table.print(terminal);
  }

  private static boolean isLate(JsonNode one, Instant now) {
    if (one.hasNonNull("within")) {
      return !one.path("within").asBoolean();
    }
    var deadline = Journey.instant(one.path("deadline"));
    return deadline != null && now.isAfter(deadline);
  }

  /** Also of a margin, which is negative where the deadline was missed. */
  private static String millis(JsonNode millis) {
    return millis.isNumber() ? (millis.asLong() < 0 ? "-" : "") + Texts.seconds(Duration.ofMillis(Math.abs(millis.asLong()))) : "";
  }
}
