package dev.caravan.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A reviewer lets an order through. */
@Command(
    name = "approve",
    description = "Let an order that is IN_REVIEW through.",
    footer = "  caravan approve o-1001 --by grace --reason \"Known customer\"")
final class Approve extends OfOrder {

  @Option(names = "--by", required = true, paramLabel = "<name>", description = "who approves")
  private String by = "";

  @Option(names = "--reason", paramLabel = "<text>", description = "why")
  private @Nullable String reason;

  @Override
  public Integer call() {
    return ask("/signals/approve", Json.given("approvedBy", by, "reason", reason));
  }
}
