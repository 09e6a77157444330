package dev.caravan.model.analysis;

import org.apache.commons.lang3.StringUtils;
import org.apache.commons.text.similarity.LevenshteinDistance;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a misspelt word most likely is. A word that could be two, or that is right as it is, stays what it is.
 *
 * <p>A slip, letters doubled or left single or two neighbours that changed places, is the least of errors and is seen in short
 * words, too. Of other errors, a letter left out, put in or mistaken, a word of five letters may have one, a word of seven from
 * the menu two, and one that names a number none.
 */
final class Spelling {

  private static final LevenshteinDistance DISTANCE = new LevenshteinDistance(2);
  private static final int SLIP = 1;
  private static final int ERROR = 2;
  private static final int SHORTEST = 3;
  private static final int LONGEST_RUN = 40;

  private final Set<String> menu;
  private final Map<String, Integer> tolerated = new HashMap<>();
  private final Set<String> joinable = new HashSet<>();
  private final BiPredicate<String, String> neighbours;

  /**
   * @param menu the words of the menu's names, in singular
   * @param neighbours whether two words of the menu stand side by side in one of its names
   */
  Spelling(Set<String> menu, BiPredicate<String, String> neighbours) {
    this.menu = menu;
    this.neighbours = neighbours;
    Stream.of(Grammar.WORDS, Numbers.WORDS).flatMap(Set::stream)
        .forEach(word -> tolerated.put(word, Math.min(tolerated(word), ERROR)));
    menu.forEach(word -> tolerated.put(word, tolerated(word)));
    Numbers.COUNTS.forEach(word -> tolerated.put(word, SLIP));
    tolerated.keySet().removeIf(word -> word.length() < SHORTEST);
    Stream.of(menu, Numbers.WORDS, Grammar.JOINERS, Set.of("without")).forEach(joinable::addAll);
    joinable.removeIf(word -> word.length() < SHORTEST);
  }

  private static int tolerated(String word) {
    return word.length() < 5 ? SLIP : word.length() < 7 ? ERROR : 2 * ERROR;
  }

  /** The text with its words as they should be written; each of those that were not is one {@link Tokens#misspelt()}. */
  Tokens mend(Tokens written) {
    var known = new HashMap<String, String>();
    return written.joined(this::joins).parted(this::parts)
        .spelled((before, word, after) -> known.computeIfAbsent(word, this::mended)).spelled(this::besides);
  }

  private boolean isKnown(String word) {
    return menu.contains(singular(word)) || Grammar.WORDS.contains(word) || Numbers.WORDS.contains(word)
        || Grammar.RIGHT.contains(word) || Grammar.RIGHT.contains(singular(word));
  }

  /** Whether "pan" and "cakes" are one word. */
  private boolean joins(String first, String second) {
    return !(isKnown(first) && isKnown(second)) && menu.contains(singular(first + second));
  }

  /** The fewest words that "twopancakes" is put together of; the word alone where that is not clear. */
  private List<String> parts(String word) {
    if (isKnown(word) || word.length() > LONGEST_RUN) {
      return List.of(word);
    }
    return IntStream.rangeClosed(2, 3).mapToObj(most -> parts(word, most)).filter(found -> !found.isEmpty()).findFirst()
        .filter(found -> found.size() == 1).map(found -> found.get(0)).orElse(List.of(word));
  }

  private List<List<String>> parts(String word, int most) {
    if (word.isEmpty()) {
      return List.of(List.of());
    }
    return most == 0 ? List.of() : Stream.iterate(SHORTEST, end -> end <= word.length(), end -> end + 1)
        .map(end -> word.substring(0, end))
        .filter(start -> joinable.contains(start) || menu.contains(singular(start)))
        .flatMap(start -> parts(word.substring(start.length()), most - 1).stream()
            .map(rest -> Stream.concat(Stream.of(start), rest.stream()).toList()))
        .toList();
  }

  private String mended(String word) {
    if (word.length() < SHORTEST || word.contains("'") || isKnown(word)) {
      return word;
    }
    Set<String> nearest = new HashSet<>();
    int least = Integer.MAX_VALUE - 1;
    for (var candidate : tolerated.entrySet()) {
      int distance = distance(word, candidate.getKey());
      if (distance < least) {
        nearest.clear();
        least = distance;
      }
      if (distance == least) {
        nearest.add(candidate.getKey());
      }
    }
    var only = nearest.size() == 1 ? nearest.iterator().next() : word;
    return least <= tolerated.getOrDefault(only, 0) ? only : word;
  }

  /** What a strange word is beside one of the menu's: "fee" in "gluten fee". */
  private String besides(String before, String word, String after) {
    if (word.length() < SHORTEST || isKnown(word)) {
      return word;
    }
    var fitting = menu.stream()
        .filter(other -> neighbours.test(singular(before), other) || neighbours.test(other, singular(after)))
        .filter(other -> other.length() >= SHORTEST && distance(word, other) <= ERROR).collect(Collectors.toSet());
    return fitting.size() == 1 ? fitting.iterator().next() : word;
  }

  /** How badly the word is misspelt, if it is one. */
  private int distance(String typed, String word) {
    int distance = distanceAsIs(typed, word);
    return menu.contains(word)
        ? Math.min(distance, Math.min(distanceAsIs(singular(typed), word), distanceAsIs(typed, word + "s"))) : distance;
  }

  private static int distanceAsIs(String typed, String word) {
    if (typed.isEmpty() || typed.charAt(0) != word.charAt(0)) {
      return Integer.MAX_VALUE;
    }
    int edits = DISTANCE.apply(typed, word);
    if (squeezed(typed).equals(squeezed(word)) || edits == 2 && isSwapped(typed, word)) {
      return SLIP;
    }
    return edits < 0 ? Integer.MAX_VALUE : edits == 2 && sorted(typed).equals(sorted(word)) ? ERROR : edits * ERROR;
  }

  private static boolean isSwapped(String typed, String word) {
    int at = StringUtils.indexOfDifference(typed, word);
    return typed.length() == word.length() && typed.charAt(at) == word.charAt(at + 1)
        && typed.charAt(at + 1) == word.charAt(at) && typed.endsWith(word.substring(at + 2));
  }

  private static String squeezed(String word) {
    return word.replaceAll("(.)\\1+", "$1");
  }

  private static String sorted(String word) {
    return word.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
  }

  static String singulars(String name) {
    return Tokens.of(name).words().stream().map(Spelling::singular).collect(Collectors.joining(" "));
  }

  /** Close enough to English, as both the menu's words and the customer's pass through it. */
  static String singular(String word) {
    var plain = Normalizer.normalize(word, Normalizer.Form.NFD).replaceAll("\\p{M}|'s$", "");
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
