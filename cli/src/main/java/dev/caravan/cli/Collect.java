package dev.caravan.cli;

import picocli.CommandLine.Command;

/** Hands an order that is ready to its customer. */
@Command(name = "collect", description = "Hand an order that is READY to its customer.", footer = "  caravan collect o-1001")
final class Collect extends OfOrder {

  @Override
  public Integer call() {
    return caravan().show(caravan().server().post(path("/collect")), OrderSheet::print);
  }
}
