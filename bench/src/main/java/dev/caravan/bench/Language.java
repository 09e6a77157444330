package dev.caravan.bench;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.config.language.AskedModel;
import dev.caravan.config.language.LanguageProperties;
import dev.caravan.model.analysis.OrderText;
import dev.caravan.model.analysis.Proposals;
import dev.caravan.model.analysis.Reading;
import dev.caravan.model.analysis.Understanding;
import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Menu;
import dev.caravan.model.menu.Wish;
import jakarta.validation.Validation;

import java.io.IOException;
import java.io.PrintStream;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** How well orders in words are understood, from the menu that is shipped, and sentences about tasks. */
final class Language {

  /** When the sentences about tasks were said. */
  private static final ZonedDateTime SAID_AT = ZonedDateTime.parse("2026-03-11T10:15+01:00[Europe/Berlin]");
  /** Per cent, as the policy of reviews has it at first. */
  private static final int SURE = 80;

  private Language() {}

  static Score ofRules() throws IOException {
    var menu = menu();
    return Score.of(orders(), Reader.ofOrders(menu, text -> OrderText.read(text, menu)));
  }

  static Corpus orders() {
    return Corpus.of("orders.txt", ", ", "REFUSED");
  }

  static Score ofTaskRules() {
    return Score.of(tasks(), Reader.ofTasks(SAID_AT));
  }

  static Corpus tasks() {
    return Corpus.of("tasks.txt", " \\| ", "ask");
  }

  static Catalogue menu() throws IOException {
    try (var file = Corpus.open("menu.json")) {
      return new Catalogue(new ObjectMapper().readValue(file, Menu.All.class).dishes());
    }
  }

  /** @param model that is asked as well, if there is one */
  static void print(PrintStream out, LanguageProperties.Model model) throws IOException {
    out.printf("orders, by the rules%n");
    ofRules().print(out);
    out.printf("%nsentences about tasks, by the rules; a line is an intent or one of its fields%n");
    ofTaskRules().print(out);
    if (model.isThere()) {
      try (var asked = new AskedModel(model)) {
        print(out, menu(), asked);
      }
    }
  }

  private static void print(PrintStream out, Catalogue menu, AskedModel model) {
    var proposals = new Proposals(Validation.buildDefaultValidatorFactory().getValidator());
    var understood = new HashMap<String, Understanding>();
    var orders = orders();
    orders.examples().forEach(example -> understood.put(example.text(),
        proposals.understand(example.text(), menu, model.ask(proposals.about(example.text(), menu)))));
    out.printf("%norders, by the model%n");
    Score.of(orders, Reader.ofOrders(menu, text -> reading(ofModel(Objects.requireNonNull(understood.get(text)))))).print(out);
    out.printf("%norders, by both, without those that a person looks at%n");
    Score.of(orders, Reader.ofOrders(menu, text -> reading(withoutPerson(Objects.requireNonNull(understood.get(text)))))).print(out);
    out.printf("%nwithout an answer of the model that counts%n");
    understood.values().stream().filter(one -> one.fallback() != null)
        .collect(groupingBy(Understanding::fallback, TreeMap::new, counting()))
        .forEach((why, count) -> out.printf("%-32s %8d%n", why, count));
  }

  private static Reading reading(List<Wish> wishes) {
    return new Reading(wishes, List.of(), List.of(), 0);
  }

  private static List<Wish> ofModel(Understanding one) {
    return one.reader() == Understanding.Reader.RULES ? one.proposed() : one.wishes();
  }

  private static List<Wish> withoutPerson(Understanding one) {
    var certainty = one.certainty();
    return certainty.disputed() || certainty.proposed() && certainty.percent() < SURE ? List.of() : one.wishes();
  }
}
