package dev.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a customer money back. */
@Command(
    name = "refund",
    description = "Give a customer money back for an order that has ended.",
    footer = {
      "  caravan refund o-1001 500 --reason \"It was cold\"",
      "  caravan refund o-1001 500 --reason \"It was cold\" --key cold-1001"
    })
final class RefundOrder extends OfOrder {

  @Parameters(index = "1", paramLabel = "<amount>", description = "minor units (500 is 5.00 USD)")
  private long amount;

  @Option(names = "--reason", required = true, paramLabel = "<text>", description = "why")
  private String reason = "";

  @Mixin private Once once = new Once();

  @Override
  public Integer call() {
    var refund = Json.given("reason", reason).put("amount", amount);
    return caravan().show(caravan().server().postOnce(path("/refunds"), refund, once.key()), (promise, terminal) ->
        new Table("ORDER", "ON ITS WAY BACK", "LEFT").row(promise.path("orderId").asText(),
            Texts.money(promise.path("refunding")), Texts.money(promise.path("left"))).print(terminal));
  }
}
