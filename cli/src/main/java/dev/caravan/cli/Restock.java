package dev.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** Takes a delivery in. */
@Command(name = "restock", description = "Take a delivery of an ingredient in.", footer = "  caravan restock blueberries 4000")
final class Restock implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Parameters(index = "0", paramLabel = "<ingredient>", converter = Id.class, description = "what was delivered")
  private String ingredient = "";

  @Parameters(index = "1", paramLabel = "<quantity>", description = "how much, in the ingredient's unit")
  private long quantity;

  @Override
  public Integer call() {
    var delivery = Json.object().put("quantity", quantity);
    return caravan.show(caravan.server().post("/inventory/" + ingredient + "/restock", delivery), ListStock::print);
  }
}
