package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Table.Cell;
import dev.caravan.cli.Terminal.Tone;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** Checks what has to be true of all orders, money and stock together. */
@Command(
    name = "check",
    description = "Check what has to be true of all orders, money and stock; exit code 1 when something does not hold.",
    footer = "  caravan check")
final class Check implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Override
  public Integer call() {
    var report = caravan.server().get("/operations/invariants");
    caravan.show(report, Check::print);
    return report.path("holds").asBoolean() ? 0 : Failures.REFUSED;
  }

  static void print(JsonNode report, Terminal terminal) {
    if (report.path("holds").asBoolean()) {
      terminal.print(terminal.paint(Tone.GOOD, report.path("rules").asInt() + " rules hold."));
    } else {
      var table = new Table("INVARIANT", "DOES NOT HOLD", "FOR");
      report.path("violations").forEach(violation -> table.row(
          violation.path("invariant").asText(), new Cell(violation.path("rule").asText(), Tone.BAD),
          violation.path("subject").asText()));
      table.print(terminal);
    }
  }
}
