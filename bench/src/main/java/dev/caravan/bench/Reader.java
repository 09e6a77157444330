package dev.caravan.bench;

import static java.util.stream.Collectors.toSet;

import dev.caravan.model.analysis.Reading;
import dev.caravan.model.chat.Intent;
import dev.caravan.model.chat.Intents;
import dev.caravan.model.chat.Sentence;
import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Menu;
import dev.caravan.model.menu.Wish;

import java.time.ZonedDateTime;
import java.util.Set;
import java.util.function.Function;

/** Whoever makes something of a text: rules, or a model. */
@FunctionalInterface
interface Reader {

  /** What is made of the text, as its {@link Corpus} tells it; nothing where it is refused. */
  Set<String> read(String text);

  /** One who reads orders from this menu: a text is refused where it is not clear, or where the menu refuses what it says. */
  static Reader ofOrders(Catalogue menu, Function<String, Reading> reader) {
    return text -> {
      var reading = reader.apply(text);
      return reading.isClear() && menu.price(reading.wishes()) instanceof Menu.Priced
          ? reading.wishes().stream().map(Wish::toString).collect(toSet()) : Set.of();
    };
  }

  /** Who reads sentences about tasks by the rules. @param now when they were said */
  static Reader ofTasks(ZonedDateTime now) {
    return sentence -> {
      var intent = Sentence.read(sentence, now);
      return intent instanceof Intent.Ask ? Set.of() : Set.of(Intents.written(intent, now.getZone()).split(" \\| "));
    };
  }
}
