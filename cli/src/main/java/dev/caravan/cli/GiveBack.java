package dev.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A runner gives an order back. */
@Command(
    name = "give-back",
    description = "Give an order back, as long as nothing was bought; it is offered to others again.",
    footer = "  caravan give-back o-1001 --runner ray")
final class GiveBack extends OfOrder {

  @Option(names = "--runner", required = true, paramLabel = "<id>", description = "who gives it back")
  private String runner = "";

  @Override
  public Integer call() {
    var path = new Query(path("/acceptance")).and("runnerId", runner).toString();
    return caravan().show(caravan().server().delete(path), OrderSheet::print);
  }
}
