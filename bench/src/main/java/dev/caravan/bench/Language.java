package dev.caravan.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.analysis.OrderText;
import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Menu;

import java.io.IOException;
import java.io.PrintStream;

/** How well orders in words are understood, from the menu that is shipped. */
final class Language {

  private Language() {}

  static Score ofRules() throws IOException {
    var menu = menu();
    return Score.of(orders(), Reader.ofOrders(menu, text -> OrderText.read(text, menu)));
  }

  static Corpus orders() {
    return Corpus.of("orders.txt", ", ", "REFUSED");
  }

  static Catalogue menu() throws IOException {
    try (var file = Corpus.open("menu.json")) {
      return new Catalogue(new ObjectMapper().readValue(file, Menu.All.class).dishes());
    }
  }

  static void print(PrintStream out) throws IOException {
    out.printf("orders, by the rules%n");
    ofRules().print(out);
  }
}
