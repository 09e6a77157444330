package dev.caravan.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The customer rates a delivery. */
@Command(
    name = "rate",
    description = "Rate an order that is COMPLETED, once.",
    footer = "  caravan rate o-1001 5 --customer ada --comment \"Still warm\"")
final class Rate extends OfOrder {

  @Parameters(index = "1", paramLabel = "<stars>", description = "1 to 5")
  private int stars;

  @Option(names = "--customer", required = true, paramLabel = "<id>", description = "who ordered it")
  private String customer = "";

  @Option(names = "--comment", paramLabel = "<text>", description = "in the customer's words")
  private @Nullable String comment;

  @Override
  public Integer call() {
    var rating = Json.given("customerId", customer, "comment", comment).put("stars", stars);
    return caravan().show(caravan().server().post(path("/rating"), rating), (given, terminal) ->
        new Table("ORDER", "STARS", "COMMENT").row(id(), given.path("stars").asText(), given.path("comment").asText())
            .print(terminal));
  }
}
