package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a shipment under an id of one's own. */
@Command(
    name = "start",
    description = {
      "Start a shipment under an id of your own.",
      "What is left out comes from Caravan's settings. Started again, it is the same order: nothing is ordered twice."
    },
    footer = {
      "  caravan start o-1001",
      "  caravan start o-1001 --item pancake-mix:2 --deadline 15 --wait \\%n"
          + "    --address '{\"street\":\"123 Main\",\"city\":\"Any\",\"state\":\"CA\",\"zip\":\"12345\"}'"
    })
final class Start extends OfOrder {

  @Option(
      names = "--address",
      paramLabel = "<json>",
      converter = JsonObject.class,
      description = "where it goes: street, city, state, zip and country")
  private @Nullable JsonNode address;

  @Option(names = "--customer", paramLabel = "<id>", description = "who orders")
  private @Nullable String customer;

  @Option(names = "--text", paramLabel = "<words>", description = "what is ordered, in words")
  private @Nullable String text;

  @Option(names = "--payment", paramLabel = "<method>", description = "how it is paid")
  private @Nullable String payment;

  @Mixin private Basket basket = new Basket();

  @Override
  public Integer call() {
    var wanted = Json.given("customerId", customer, "text", text);
    if (address != null) {
      wanted.set("initialAddress", address);
    }
    if (payment != null) {
      wanted.putObject("payment").put("method", payment);
    }
    basket.into(wanted);
    if (!basket.carriers().isEmpty()) {
      basket.carriers().forEach(wanted.putArray("carriers")::add);
    }
    return Watch.taken(caravan(), caravan().server().postPatiently(path("/start"), wanted), basket.waits());
  }
}
