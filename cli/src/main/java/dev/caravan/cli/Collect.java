package dev.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** Hands an order that is ready to its customer. */
@Command(name = "collect", description = "Hand an order that is READY to its customer.")
final class Collect implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Parameters(paramLabel = "<id>", converter = Id.class, description = "the order")
  private String id = "";

  @Override
  public Integer call() {
    var order = caravan.server().post("/orders/" + id + "/collect");
    if (caravan.json()) {
      caravan.terminal().print(Json.write(order));
    } else {
      OrderSheet.print(order, caravan.terminal());
    }
    return 0;
  }
}
