package dev.caravan.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;

/** A runner reports the next stage of a delivery. */
@Command(
    name = "deliver",
    description = "Report the next stage of a delivery; the stages come in this order only.",
    footer = {
      "  caravan deliver o-1001 on-site --runner ray",
      "  caravan deliver o-1001 purchased --runner ray --price 1450"
    })
final class Deliver extends OfOrder {

  /** The stages in their order. */
  enum Stage { ON_SITE, PURCHASED, COLLECTED, ON_THE_WAY, DELIVERED }

  /** Also takes {@code on-site}. */
  static final class StageName implements ITypeConverter<Stage> {

    @Override
    public Stage convert(String text) {
      try {
        return Stage.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + text + "' is no stage");
      }
    }
  }

  @Parameters(
      index = "1",
      paramLabel = "<stage>",
      converter = StageName.class,
      description = "${COMPLETION-CANDIDATES}; on-site is understood, too")
  private Stage stage = Stage.ON_SITE;

  @Option(names = "--runner", required = true, paramLabel = "<id>", description = "who brings it")
  private String runner = "";

  @Option(
      names = "--price",
      paramLabel = "<amount>",
      description = "what the goods cost at the store, in minor units of the order's currency (1450 is 14.50 USD)")
  private @Nullable Long price;

  @Override
  public Integer call() {
    var report = Json.given("runnerId", runner, "status", stage.name());
    if (price != null) {
      var currency = caravan().server().get(path("")).path("total").path("currency").asText();
      report.putObject("price").put("amount", price).put("currency", currency);
    }
    return ask("/delivery", report);
  }
}
