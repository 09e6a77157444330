package dev.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

import java.util.Locale;
import java.util.concurrent.Callable;

/** Shows what can be ordered. */
@Command(name = "menu", description = "Show what can be ordered, by the SKUs that --item takes.", footer = "  caravan menu")
final class ShowMenu implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Override
  public Integer call() {
    return caravan.show(caravan.server().get("/menu"), (menu, terminal) -> {
      var table = new Table("SKU", "PRICE", "KIND", "NAME");
      menu.path("dishes").forEach(dish -> table.row(dish.path("sku").asText(), Texts.money(dish.path("price")),
          dish.path("kind").asText().toLowerCase(Locale.ROOT), dish.path("name").asText()));
      table.print(terminal);
    });
  }
}
