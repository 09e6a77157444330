package dev.caravan.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The customer confirms a delivery. */
@Command(
    name = "confirm",
    description = "Confirm as the customer that an order was delivered; then everybody is paid.",
    footer = {"  caravan confirm o-1001", "  caravan confirm o-1001 --code 493021"})
final class Confirm extends OfOrder {

  @Option(
      names = "--code",
      paramLabel = "<six-digits>",
      description = "the code that only the customer knows (default: it is asked for on the customer's behalf)")
  private @Nullable String code;

  @Override
  public Integer call() {
    return ask("/confirm", Json.given("code", code == null ? codeOf(caravan().server(), id()) : code));
  }

  static String codeOf(Server server, String orderId) {
    return server.get("/orders/" + orderId + "/confirmation-code").path("code").asText();
  }
}
