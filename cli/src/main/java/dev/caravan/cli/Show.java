package dev.caravan.cli;

import picocli.CommandLine.Command;

/** Shows one order. */
@Command(name = "show", description = "Show an order.", footer = "  caravan show o-1001")
final class Show extends OfOrder {

  @Override
  public Integer call() {
    return caravan().show(caravan().server().get(path("")), OrderSheet::print);
  }
}
