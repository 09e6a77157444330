package dev.caravan.cli;

import picocli.CommandLine;

/** What a command says, and how it exits, when it cannot do what it should. */
final class Failures {

  static final int REFUSED = 1;
  static final int UNREACHABLE = 3;

  private Failures() {}

  static int report(Exception failure, CommandLine command) throws Exception {
    if (!(failure instanceof Refused) && !(failure instanceof Unreachable)) {
      throw failure;
    }
    var caravan = (Caravan) command.getCommandSpec().root().userObject();
    var terminal = caravan.terminal();
    if (caravan.json() && failure instanceof Refused refused) {
      terminal.complain(Json.write(refused.problem()));
    } else {
      terminal.complain("caravan: " + Terminal.clean(String.valueOf(failure.getMessage())));
    }
    return failure instanceof Unreachable ? UNREACHABLE : REFUSED;
  }
}
