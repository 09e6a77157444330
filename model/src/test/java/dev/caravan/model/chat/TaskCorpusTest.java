package dev.caravan.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;

/** The rules keep understanding the corpus: what they ask back too often is a pity, what they do wrongly is a fault. */
class TaskCorpusTest {

  private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-03-11T10:15+01:00[Europe/Berlin]");
  private static final double RIGHT = 0.95;

  /** @param meant as the corpus has it @param read by the rules */
  private record Sample(String sentence, String meant, String read) {

    static Sample of(String line) {
      var parts = line.split(" \\| ", 2);
      return new Sample(parts[0], parts[1].strip(), Intents.written(Sentence.read(parts[0], NOW), NOW.getZone()));
    }

    boolean isRight() {
      return meant.equals(read);
    }

    boolean isWrong() {
      return !isRight() && !read.equals("ask");
    }
  }

  private static List<Sample> samples() throws IOException {
    try (InputStream corpus = Objects.requireNonNull(TaskCorpusTest.class.getResourceAsStream("/language/tasks.txt"))) {
      return new String(corpus.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank() && !line.startsWith("# "))
          .map(Sample::of).toList();
    }
  }

  @Test
  void nearly_all_sentences_are_understood_exactly() throws IOException {
    var samples = samples();
    assertThat(samples).hasSizeGreaterThan(400);
    assertThat(samples.stream().filter(Sample::isRight).count()).as("right of %s; not: %s", samples.size(), samples.stream().filter(sample -> !sample.isRight()).toList())
        .isGreaterThanOrEqualTo((long) Math.ceil(RIGHT * samples.size()));
  }

  @Test
  void nothing_is_done_that_was_not_meant() throws IOException {
    assertThat(samples()).filteredOn(Sample::isWrong).isEmpty();
  }
}
