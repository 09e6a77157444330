package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.caravan.bench.Corpus.Example;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

class ScoreTest {

  private final Corpus corpus = new Corpus(List.of(new Example("tea", Set.of("1 tea")),
      new Example("tea and milk", Set.of("1 tea", "1 milk")), new Example("hello", Set.of())));

  @Test
  void what_is_read_without_a_fault_scores_one() {
    var perfect = Map.of("tea", Set.of("1 tea"), "tea and milk", Set.of("1 milk", "1 tea"), "hello", Set.<String>of());

    var score = Score.of(corpus, perfect::get);

    assertThat(score.exact()).isEqualTo(3);
    assertThat(score.weighted()).isEqualTo(1);
    assertThat(score.precision()).isEqualTo(1);
    assertThat(score.recall()).isEqualTo(1);
  }

  @Test
  void a_wrong_line_is_as_bad_as_ten_refusals() {
    var refused = Score.of(corpus, text -> Set.of());
    var wrong = Score.of(corpus, text -> Set.of("1 tea"));

    assertThat(refused.exact()).isEqualTo(1);
    assertThat(refused.weighted()).isCloseTo(1 - 2 / 3.0, within(1e-9));
    assertThat(refused.recall()).isZero();
    assertThat(wrong.wrong()).extracting(Example::text).containsExactly("tea and milk", "hello");
    assertThat(wrong.weighted()).isCloseTo(1 - 20 / 3.0, within(1e-9));
    assertThat(wrong.precision()).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(wrong.recall()).isCloseTo(2 / 3.0, within(1e-9));
  }

  @Test
  void the_corpus_of_orders_has_texts_to_take_down_and_texts_to_refuse() {
    var examples = Language.orders().examples();

    assertThat(examples).extracting(Example::text).doesNotHaveDuplicates();
    assertThat(examples).filteredOn(example -> !example.lines().isEmpty()).hasSizeGreaterThan(examples.size() * 7 / 10);
    assertThat(examples).filteredOn(example -> example.lines().isEmpty()).hasSizeGreaterThan(100);
  }

  @Test
  void the_corpus_of_tasks_has_sentences_to_follow_and_sentences_to_ask_back() {
    var examples = Language.tasks().examples();

    assertThat(examples).hasSizeGreaterThan(400).extracting(Example::text).doesNotHaveDuplicates();
    assertThat(examples).filteredOn(example -> example.lines().isEmpty()).hasSizeGreaterThan(100);
    assertThat(Language.ofTaskRules().wrong()).isEmpty();
  }
}
