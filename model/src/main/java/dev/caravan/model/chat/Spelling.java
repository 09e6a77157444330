package dev.caravan.model.chat;

import org.apache.commons.text.similarity.LevenshteinDistance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Corrects misspelt words where they can be no others: long ones, by two letters at most and never the first. */
final class Spelling {

  private static final int SHORTEST = 7;
  private static final LevenshteinDistance DISTANCE = new LevenshteinDistance(2);

  private static final Set<String> TIMES = Stream.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
          "february", "september", "october", "november", "december", "tomorrow", "yesterday", "tonight", "morning", "afternoon", "evening",
          "weekday", "weekend", "month", "monthly", "minute", "fortnight", "working", "starting")
      .flatMap(word -> Stream.of(word, word + "s")).collect(Collectors.toUnmodifiableSet());

  private Spelling() {}

  /** A phrase about a time, in lower case. */
  static String ofTimes(String phrase) {
    return Arrays.stream(phrase.toLowerCase(Locale.ROOT).split("\\s+")).map(word -> corrected(word, TIMES, SHORTEST))
        .collect(Collectors.joining(" "));
  }

  /** The word in lower case, or the only one of the vocabulary that it can be. @param shortest letters that are needed for a guess */
  static String corrected(String written, Set<String> vocabulary, int shortest) {
    var word = written.toLowerCase(Locale.ROOT);
    if (word.length() < shortest || vocabulary.contains(word) || !word.matches("[a-z]+")) {
      return word;
    }
    var alike = vocabulary.stream().filter(known -> known.charAt(0) == word.charAt(0) && DISTANCE.apply(word, known) >= 0)
        .collect(Collectors.toCollection(TreeSet::new));
    return alike.stream().min((one, other) -> DISTANCE.apply(word, one) - DISTANCE.apply(word, other)).orElse(word);
  }
}
