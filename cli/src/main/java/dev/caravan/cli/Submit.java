package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** Orders something, in words or by items. */
@Command(
    name = "submit",
    aliases = "order",
    description = {
      "Order something, in words or by items.",
      "An answer that gets lost is asked for again with the same Idempotency-Key, so nothing is ordered twice."
    },
    footer = {
      "  caravan submit \"two blueberry pancakes and a large coffee\" --wait",
      "  caravan submit --item waffles:2 --item coffee --tip 100 --courier \"Library/3\"",
      "  caravan submit --item pancake-mix --deadline 15 \\%n"
          + "    --ship '{\"street\":\"123 Main\",\"city\":\"Any\",\"state\":\"CA\",\"zip\":\"12345\"}'"
    })
final class Submit implements Callable<Integer> {

  /** One of the ways in which it reaches the customer. */
  static final class Way {

    @Option(names = "--pickup", description = "it is collected at the counter (this is the default)")
    private boolean pickup;

    @Option(
        names = "--courier",
        paramLabel = "<building[/room]>",
        description = "a runner brings it there, to a customer who is registered")
    private @Nullable String courier;

    @Option(
        names = "--ship",
        paramLabel = "<json>",
        converter = JsonObject.class,
        description = "a carrier brings it to this street, city, state, zip and country")
    private @Nullable JsonNode address;
  }

  @ParentCommand private Caravan caravan;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "<words>", description = "such as \"two blueberry pancakes and a large coffee\"")
  private @Nullable String words;

  @Option(names = "--customer", paramLabel = "<id>", defaultValue = "ada", description = "who orders (default: ${DEFAULT-VALUE})")
  private String customer = "";

  @Option(
      names = {"--payment", "--method"},
      paramLabel = "<method>",
      defaultValue = "card",
      description = "how it is paid; for tests card-declined, card-insufficient-funds, card-timeout and "
          + "card-processor-error (default: ${DEFAULT-VALUE})")
  private String payment = "";

  @ArgGroup(exclusive = true)
  private @Nullable Way way;

  @Option(names = "--tip", paramLabel = "<amount>", description = "for the runner, in minor units (100 is 1.00 USD)")
  private @Nullable Long tip;

  @Option(names = "--no-substitutes", description = "all of it or nothing: not to be asked where something is short")
  private boolean unchanged;

  @Mixin private Basket basket = new Basket();

  @Mixin private Once once = new Once();

  @Override
  public Integer call() {
    if ((words == null) != basket.hasItems()) {
      throw new ParameterException(spec.commandLine(), "Say what to order, either in words or by --item");
    }
    var wanted = Json.given("customerId", customer, "text", words);
    wanted.putObject("payment").put("method", payment);
    basket.into(wanted);
    if (way != null) {
      address(way, wanted);
    }
    if (tip != null) {
      wanted.put("tip", tip);
    }
    if (unchanged) {
      wanted.put("substitutions", "NEVER");
    }
    return Watch.taken(caravan, caravan.server().postOnce("/orders", wanted, once.key()), basket.waits());
  }

  private void address(Way chosen, ObjectNode wanted) {
    var fulfilment = wanted.putObject("fulfilment");
    if (chosen.courier != null) {
      var place = chosen.courier.split("/", 2);
      fulfilment.put("type", "COURIER")
          .set("address", Json.given("building", place[0], "room", place.length == 1 ? null : place[1]));
    } else if (chosen.address != null) {
      fulfilment.put("type", "SHIPMENT").set("address", chosen.address);
    } else {
      fulfilment.put("type", "PICKUP");
    }
    if (!basket.carriers().isEmpty()) {
      basket.carriers().forEach(fulfilment.putArray("carriers")::add);
    }
  }
}
