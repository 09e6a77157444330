package dev.caravan.model.analysis;

import dev.caravan.model.analysis.Phrases.Match;
import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Dish;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The names that the menu has for its dishes and toppings, in singular, and what a misspelt word most likely is. */
final class Phrasebook {

  /** @param clipped whether it is only how another name of the dish starts: "blueberry" for "blueberry pancakes" */
  record Named(Dish dish, boolean clipped) {}

  private static final LevenshteinDistance DISTANCE = new LevenshteinDistance(2);

  private final Catalogue menu;
  private final Phrases<Named> dishes;
  private final Phrases<Named> toppings;
  private final Set<String> vocabulary;

  Phrasebook(Catalogue menu) {
    this.menu = menu;
    dishes = phrases(menu.dishes().stream().filter(dish -> !dish.isTopping()).toList());
    toppings = phrases(menu.dishes().stream().filter(Dish::isTopping).toList());
    vocabulary = menu.dishes().stream().flatMap(Phrasebook::names).flatMap(name -> Stream.of(name.split(" ")))
        .collect(Collectors.toSet());
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

  /** The words as the menu spells them, in singular; those that are not on it stay what they are. */
  List<String> spelled(Tokens tokens) {
    var known = new HashMap<String, String>();
    return tokens.words().stream().map(word -> known.computeIfAbsent(word, this::spelled)).toList();
  }

  /** How many of the words the menu spells otherwise. @param spelled what {@link #spelled(Tokens)} made of them */
  static int misspelt(Tokens tokens, List<String> spelled) {
    return (int) IntStream.range(0, spelled.size())
        .filter(place -> !spelled.get(place).equals(singular(tokens.words().get(place)))).count();
  }

  private String spelled(String word) {
    var singular = singular(word);
    if (singular.isEmpty() || vocabulary.contains(singular) || Grammar.WORDS.contains(word)) {
      return singular;
    }
    Set<String> nearest = new HashSet<>();
    int least = DISTANCE.getThreshold();
    for (var candidate : vocabulary) {
      int distance = distance(singular, candidate);
      if (distance < least) {
        nearest.clear();
        least = distance;
      }
      if (distance == least) {
        nearest.add(candidate);
      }
    }
    return nearest.size() == 1 ? nearest.iterator().next() : singular;
  }

  /** Typing errors between two words; out of reach where they are too many for so short a word. */
  private static int distance(String typed, String word) {
    int tolerated = word.length() < 5 ? 0 : word.length() < 8 ? 1 : 2;
    if (typed.charAt(0) != word.charAt(0) || Math.abs(typed.length() - word.length()) > tolerated) {
      return Integer.MAX_VALUE;
    }
    int edits = DISTANCE.apply(typed, word);
    boolean swapped = edits == 2 && sorted(typed).equals(sorted(word));
    return swapped && tolerated > 0 ? 1 : edits >= 0 && edits <= tolerated ? edits : Integer.MAX_VALUE;
  }

  private static String sorted(String word) {
    return word.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
  }

  /** A name that two dishes share means neither. */
  private static Phrases<Named> phrases(Collection<Dish> dishes) {
    Map<String, Set<Dish>> owners = new HashMap<>();
    dishes.forEach(dish -> names(dish).forEach(name -> owners.computeIfAbsent(name, key -> new HashSet<>()).add(dish)));
    Map<String, Named> meanings = new HashMap<>();
    owners.forEach((name, owner) -> {
      if (owner.size() == 1) {
        var dish = owner.iterator().next();
        boolean clipped = !name.equals(singulars(dish.name())) && names(dish).anyMatch(other -> other.startsWith(name + " "));
        meanings.put(name, new Named(dish, clipped));
      }
    });
    return new Phrases<>(meanings);
  }

  private static Stream<String> names(Dish dish) {
    return Stream.concat(Stream.of(dish.name()), dish.aliases().stream())
        .map(Phrasebook::singulars).filter(name -> !name.isEmpty()).distinct();
  }

  private static String singulars(String name) {
    return Tokens.of(name).words().stream().map(Phrasebook::singular).collect(Collectors.joining(" "));
  }

  /** Close enough to English, as both the menu's words and the customer's pass through it. */
  private static String singular(String word) {
    var plain = Normalizer.normalize(word, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    if (plain.length() < 4 || !plain.endsWith("s") || plain.endsWith("ss") || plain.endsWith("us")) {
      return plain.endsWith("ie") ? plain.substring(0, plain.length() - 2) + "y" : plain;
    }
    if (plain.endsWith("ies")) {
      return plain.substring(0, plain.length() - 3) + "y";
    }
    boolean hissing = plain.matches(".*(ch|sh|ss|x|o)es");
    return plain.substring(0, plain.length() - (hissing ? 2 : 1));
  }
}
