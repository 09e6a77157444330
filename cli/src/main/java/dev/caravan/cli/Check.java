package dev.caravan.cli;

import dev.caravan.cli.Table.Cell;
import dev.caravan.cli.Terminal.Tone;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** Checks what has to be true of all orders, money and stock together. */
@Command(
    name = "check",
    description = "Check what has to be true of all orders, money and stock; exit code 1 when something does not hold.")
final class Check implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Override
  public Integer call() {
    var report = caravan.server().get("/operations/invariants");
    var holds = report.path("holds").asBoolean();
    var terminal = caravan.terminal();
    if (caravan.json()) {
      terminal.print(Json.write(report));
    } else if (holds) {
      terminal.print(terminal.paint(Tone.GOOD, report.path("rules").asInt() + " rules hold."));
    } else {
      var table = new Table("INVARIANT", "DOES NOT HOLD", "FOR");
      report.path("violations").forEach(violation -> table.row(
          violation.path("invariant").asText(), new Cell(violation.path("rule").asText(), Tone.BAD),
          violation.path("subject").asText()));
      table.print(terminal);
    }
    return holds ? 0 : Failures.REFUSED;
  }
}
