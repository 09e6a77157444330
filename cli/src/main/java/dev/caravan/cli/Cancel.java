package dev.caravan.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Calls an order off. */
@Command(
    name = "cancel",
    description = "Call an order off, as long as it has not been handed over; what was done for it is undone.",
    footer = "  caravan cancel o-1001 --reason \"Customer request\" --cancelled-by admin")
final class Cancel extends OfOrder {

  @Option(names = "--reason", paramLabel = "<text>", description = "why, up to 200 characters")
  private @Nullable String reason;

  @Option(names = "--cancelled-by", paramLabel = "<name>", description = "who calls it off (default: its customer)")
  private @Nullable String cancelledBy;

  @Override
  public Integer call() {
    return ask("/signals/cancel", Json.given("reason", reason, "cancelledBy", cancelledBy));
  }
}
