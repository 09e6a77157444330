package dev.caravan.model.analysis;

import dev.caravan.model.analysis.Token.Kind;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How many, in digits and in English words. */
final class Numbers {

  private static final List<String> ONES = List.of("zero", "one", "two", "three", "four", "five", "six", "seven",
      "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
      "nineteen");
  private static final List<String> TENS = List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
      "ninety");
  private static final Map<String, Integer> SMALL =
      IntStream.range(0, ONES.size()).boxed().collect(Collectors.toMap(ONES::get, value -> value));
  private static final Map<String, Integer> TENFOLD =
      IntStream.range(0, TENS.size()).boxed().collect(Collectors.toMap(TENS::get, i -> 10 * (i + 2)));
  private static final Map<String, Integer> GROUPS = Map.of("dozen", 12, "hundred", 100, "couple", 2, "pair", 2);
  private static final Phrases<Integer> HALF_DOZEN = Phrases.of(6, "half a dozen, half dozen, a half dozen");
  private static final Set<String> ARTICLES = Set.of("a", "an", "another");

  /** Those that name a number. */
  static final Set<String> COUNTS = Stream.of(ONES, TENS).flatMap(List::stream).collect(Collectors.toUnmodifiableSet());

  /** All words that counts are made of. */
  static final Set<String> WORDS = Stream.of(COUNTS, GROUPS.keySet(), Set.of("half", "another"))
      .flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

  /** Larger than any count that makes sense, and small enough to be multiplied. */
  private static final int TOO_MANY = 1_000_000;

  /**
   * @param isArticle whether it is only "a"
   * @param end after the count's last word
   */
  record Count(int value, boolean isArticle, int end) {}

  private Numbers() {}

  /** The count that starts there, however large. */
  static @Nullable Count at(Tokens tokens, int start) {
    var half = HALF_DOZEN.at(tokens.words(), start);
    if (half != null) {
      return new Count(half.meaning(), false, half.end());
    }
    boolean article = ARTICLES.contains(tokens.word(start));
    var count = article ? new Count(1, true, start + 1) : plain(tokens, start);
    var group = GROUPS.get(tokens.word(count.end));
    if (group == null) {
      return count.end == start ? null : count;
    }
    boolean counted = count.end > start && !article;
    if (counted && group == 2) {
      return count;
    }
    int end = count.end + 1;
    int value = count.value * group;
    return group == 12 && halfMore(tokens, end) ? new Count(value + 6, false, end + 3) : new Count(value, false, end);
  }

  /** A number without a group; 1 and nothing read where there is none. */
  private static Count plain(Tokens tokens, int start) {
    var word = tokens.word(start);
    if (tokens.is(Kind.NUMBER, start)) {
      return new Count(word.length() > 6 ? TOO_MANY : Integer.parseInt(word), false, start + 1);
    }
    var tens = TENFOLD.get(word);
    var ones = SMALL.get(tens == null ? word : tokens.word(start + 1));
    if (tens == null) {
      return ones == null ? new Count(1, false, start) : new Count(ones, false, start + 1);
    }
    return ones == null || ones < 1 || ones > 9 ? new Count(tens, false, start + 1) : new Count(tens + ones, false, start + 2);
  }

  /** Whether "and a half" ends the count, rather than begins "and a half portion". */
  private static boolean halfMore(Tokens tokens, int at) {
    return tokens.word(at).equals("and") && ARTICLES.contains(tokens.word(at + 1)) && tokens.word(at + 2).equals("half")
        && Grammar.SIZES.at(tokens.words(), at + 2) == null;
  }
}
