package dev.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** Shows one order. */
@Command(name = "show", description = "Show an order.")
final class Show implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Parameters(paramLabel = "<id>", converter = Id.class, description = "the order")
  private String id = "";

  @Override
  public Integer call() {
    var order = caravan.server().get("/orders/" + id);
    if (caravan.json()) {
      caravan.terminal().print(Json.write(order));
    } else {
      OrderSheet.print(order, caravan.terminal());
    }
    return 0;
  }
}
