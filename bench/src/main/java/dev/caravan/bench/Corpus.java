package dev.caravan.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;

import org.apache.commons.text.StringEscapeUtils;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Texts that were written by hand, with what they mean. */
record Corpus(List<Example> examples) {

  /** @param lines what is to be made of the text, in any order; none where it is to be refused */
  record Example(String text, Set<String> lines) {}

  /**
   * A table of {@code bench/language}.
   *
   * @param separator between the lines that a text means, a regular expression
   * @param refusal what stands there for none
   */
  static Corpus of(String file, String separator, String refusal) {
    try (var table = open(file)) {
      return new Corpus(new String(table.readAllBytes(), UTF_8).lines().filter(row -> !row.isBlank() && !row.startsWith("# "))
          .map(row -> row.split(" \\| ", 2))
          .map(cells -> new Example(StringEscapeUtils.unescapeJava(cells[0]), cells[1].equals(refusal) ? Set.of()
              : Stream.of(cells[1].split(separator)).map(StringEscapeUtils::unescapeJava).collect(toSet()))).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputStream open(String file) {
    return Objects.requireNonNull(Corpus.class.getResourceAsStream("/language/" + file), file);
  }
}
