package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends an order elsewhere. */
@Command(
    name = "update-address",
    description = "Send an order elsewhere, as long as nobody has set out with it.",
    footer = "  caravan update-address o-1001 --updated-by admin \\%n"
        + "    --address '{\"street\":\"123 Main\",\"city\":\"Any\",\"state\":\"CA\",\"zip\":\"12345\"}'")
final class UpdateAddress extends OfOrder {

  @Option(
      names = "--address",
      required = true,
      paramLabel = "<json>",
      converter = JsonObject.class,
      description = "street, city, state, zip and country, or of a courier's order building and room")
  private JsonNode address = Json.object();

  @Option(names = "--updated-by", paramLabel = "<name>", description = "who says so (default: its customer)")
  private @Nullable String updatedBy;

  @Override
  public Integer call() {
    return ask("/signals/update-address", Json.given("updatedBy", updatedBy).set("newAddress", address));
  }
}
