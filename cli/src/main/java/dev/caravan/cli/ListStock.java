package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Table.Cell;
import dev.caravan.cli.Terminal.Tone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.List;
import java.util.concurrent.Callable;

/** Shows what is on the shelves. */
@Command(
    name = "inventory",
    description = "Show what is on the shelves.",
    footer = {"  caravan inventory", "  caravan inventory blueberries"})
final class ListStock implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Parameters(arity = "0..1", paramLabel = "<ingredient>", converter = Id.class, description = "only this one")
  private @Nullable String ingredient;

  @Override
  public Integer call() {
    return caravan.show(caravan.server().get("/inventory" + (ingredient == null ? "" : "/" + ingredient)), ListStock::print);
  }

  static void print(JsonNode stock, Terminal terminal) {
    var table = new Table("INGREDIENT", "ON HAND", "RESERVED", "CONSUMED", "DELIVERED", "UNIT");
    (stock.has("stock") ? stock.path("stock") : List.of(stock)).forEach(one -> table.row(
        one.path("ingredient").asText(),
        new Cell(one.path("onHand").asText(), one.path("low").asBoolean() ? Tone.DUE : Tone.PLAIN),
        one.path("reserved").asText(), one.path("consumed").asText(), one.path("delivered").asText(),
        one.path("unit").asText()));
    table.print(terminal);
  }
}
