package dev.caravan.model.analysis;

import dev.caravan.model.analysis.Phrases.Match;
import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Dish;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The names that the menu has for its dishes and toppings, in singular. */
final class Phrasebook {

  /** @param clipped whether it is only how another name of the dish starts: "blueberry" for "blueberry pancakes" */
  record Named(Dish dish, boolean clipped) {}

  private final Catalogue menu;
  private final Phrases<Named> dishes;
  private final Phrases<Named> toppings;

  /** What a name may have before it and is still the dish's, to those dishes. */
  private final Map<String, Set<String>> descriptions = new HashMap<>();

  /** Dishes to those that their names describe. */
  private final Map<String, Set<String>> describing = new HashMap<>();

  /** Dishes to those of which they are a kind, by their names. */
  private final Map<String, Set<String>> specified = new HashMap<>();

  private final Spelling spelling;

  Phrasebook(Catalogue menu) {
    this.menu = menu;
    menu.dishes().forEach(dish -> descriptions(dish)
        .forEach(word -> descriptions.computeIfAbsent(word, key -> new HashSet<>()).add(dish.sku())));
    menu.dishes().forEach(dish -> describing.put(dish.sku(),
        names(dish).flatMap(name -> descriptions.getOrDefault(name, Set.of()).stream()).collect(Collectors.toSet())));
    menu.dishes().forEach(one -> specified.put(one.sku(), menu.dishes().stream()
        .filter(other -> names(one).anyMatch(name -> names(other).anyMatch(shorter -> name.endsWith(" " + shorter))))
        .map(Dish::sku).collect(Collectors.toSet())));
    dishes = phrases(menu.dishes().stream().filter(dish -> !dish.isTopping()).toList());
    toppings = phrases(menu.dishes().stream().filter(Dish::isTopping).toList());
    var names = menu.dishes().stream().flatMap(Phrasebook::names).map(name -> List.of(name.split(" "))).toList();
    var pairs = names.stream().flatMap(name -> IntStream.range(1, name.size()).mapToObj(at -> name.subList(at - 1, at + 1)))
        .collect(Collectors.toSet());
    spelling = new Spelling(names.stream().flatMap(List::stream).collect(Collectors.toSet()),
        (first, second) -> pairs.contains(List.of(first, second)));
  }

  Catalogue menu() {
    return menu;
  }

  @Nullable Match<Named> dish(List<String> words, int start) {
    return dishes.at(words, start);
  }

  @Nullable Match<Named> topping(List<String> words, int start) {
    return toppings.at(words, start);
  }

  /** Whether the word only tells what the dish is anyway: "black" of coffee, which "black coffee" is, too. */
  boolean describes(String word, Dish dish) {
    return descriptions.getOrDefault(word, Set.of()).contains(dish.sku());
  }

  /** Whether a name of the one also tells what the other is: "plain" of waffles. */
  boolean describes(Dish one, Dish other) {
    return describing.getOrDefault(one.sku(), Set.of()).contains(other.sku());
  }

  /** Whether a name of the one only tells more than a name of the other: "blueberry pancakes" than "pancakes". */
  boolean specifies(Dish one, Dish other) {
    return specified.getOrDefault(one.sku(), Set.of()).contains(other.sku());
  }

  /** The text with its words as they should be written. */
  Tokens mended(Tokens written) {
    return spelling.mend(written);
  }

  /** A name that two dishes share means neither. */
  private static Phrases<Named> phrases(Collection<Dish> dishes) {
    Map<String, Set<Dish>> owners = new HashMap<>();
    dishes.forEach(dish -> names(dish).forEach(name -> owners.computeIfAbsent(name, key -> new HashSet<>()).add(dish)));
    Map<String, Named> meanings = new HashMap<>();
    owners.forEach((name, owner) -> {
      if (owner.size() == 1) {
        var dish = owner.iterator().next();
        boolean clipped = !name.equals(Spelling.singulars(dish.name()))
            && names(dish).anyMatch(other -> other.startsWith(name + " "));
        meanings.put(name, new Named(dish, clipped));
      }
    });
    return new Phrases<>(meanings);
  }

  private static Stream<String> descriptions(Dish dish) {
    var names = names(dish).toList();
    return names.stream().flatMap(name -> names.stream().filter(longer -> longer.endsWith(" " + name))
        .map(longer -> longer.substring(0, longer.length() - name.length() - 1)));
  }

  private static Stream<String> names(Dish dish) {
    return Stream.concat(Stream.of(dish.name()), dish.aliases().stream())
        .map(Spelling::singulars).filter(name -> !name.isEmpty()).distinct();
  }
}
