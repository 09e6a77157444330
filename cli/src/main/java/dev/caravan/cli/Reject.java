package dev.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A reviewer turns an order away. */
@Command(
    name = "reject",
    description = "Turn an order that is IN_REVIEW away.",
    footer = "  caravan reject o-1001 --by grace --reason \"Address does not exist\"")
final class Reject extends OfOrder {

  @Option(names = "--by", required = true, paramLabel = "<name>", description = "who rejects")
  private String by = "";

  @Option(names = "--reason", required = true, paramLabel = "<text>", description = "why")
  private String reason = "";

  @Override
  public Integer call() {
    return ask("/signals/reject", Json.given("rejectedBy", by, "reason", reason));
  }
}
