package dev.caravan.model.analysis;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Phrases of one or more words, each with its meaning. */
final class Phrases<T> {

  /** @param end after the phrase's last word */
  record Match<T>(T meaning, int end) {}

  private final Map<String, T> meanings;
  private final int longest;

  Phrases(Map<String, T> meanings) {
    this.meanings = Map.copyOf(meanings);
    this.longest = meanings.keySet().stream().mapToInt(phrase -> phrase.split(" ").length).max().orElse(0);
  }

  /** Phrases separated by commas, all of one meaning. */
  static <T> Phrases<T> of(T meaning, String phrases) {
    return new Phrases<>(Stream.of(phrases.split(", *")).distinct()
        .collect(Collectors.toMap(phrase -> phrase, phrase -> meaning)));
  }

  Phrases<T> and(T meaning, String phrases) {
    return and(of(meaning, phrases));
  }

  Phrases<T> and(Phrases<T> others) {
    var both = new HashMap<>(meanings);
    both.putAll(others.meanings);
    return new Phrases<>(both);
  }

  Stream<String> words() {
    return meanings.keySet().stream().flatMap(phrase -> Stream.of(phrase.split(" ")));
  }

  /** The longest phrase that starts there. */
  @Nullable Match<T> at(List<String> words, int start) {
    Match<T> found = null;
    var phrase = new StringBuilder();
    for (int end = start; end < Math.min(words.size(), start + longest); end++) {
      phrase.append(end == start ? "" : " ").append(words.get(end));
      var meaning = meanings.get(phrase.toString());
      if (meaning != null) {
        found = new Match<>(meaning, end + 1);
      }
    }
    return found;
  }
}
