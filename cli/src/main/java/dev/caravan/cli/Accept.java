package dev.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Binds a runner to an order. */
@Command(
    name = "accept",
    description = "Take an order that is AVAILABLE; the first runner gets it.",
    footer = "  caravan accept o-1001 --runner ray")
final class Accept extends OfOrder {

  @Option(names = "--runner", required = true, paramLabel = "<id>", description = "who takes it")
  private String runner = "";

  @Override
  public Integer call() {
    return ask("/accept", Json.given("runnerId", runner));
  }
}
