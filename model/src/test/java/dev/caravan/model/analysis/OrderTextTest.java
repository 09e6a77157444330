package dev.caravan.model.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.TestMenu;
import dev.caravan.model.menu.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class OrderTextTest {

  private final Catalogue menu = TestMenu.catalogue();

  @ParameterizedTest(name = "{0} -> {1} ! {2}")
  @CsvFileSource(resources = "sentences.txt", delimiter = '|', quoteCharacter = '~', emptyValue = "")
  void a_sentence_means_what_it_says(String text, String wishes, String notUnderstood) {
    var reading = OrderText.read(text.translateEscapes(), menu);

    assertThat(reading.wishes().stream().map(Wish::toString).collect(Collectors.joining(", ")))
        .isEqualTo(wishes == null ? "" : wishes);
    assertThat(String.join(" / ", reading.notUnderstood())).isEqualTo(notUnderstood == null ? "" : notUnderstood);
  }

  @Test
  void what_was_understood_is_told_as_it_was_written() {
    var reading = OrderText.read("Hi, Two Plain  and\n3x blueberry pancakes with Nuts, and cream please", menu);

    assertThat(reading.understood()).containsExactly("Two Plain", "3x blueberry pancakes", "with Nuts", "cream");
    assertThat(reading.isClear()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\n", "please", "hi, thanks!", ",,,", "and", "\u200B"})
  void a_text_without_a_dish_is_no_order(String text) {
    var reading = OrderText.read(text, menu);

    assertThat(reading).isEqualTo(new Reading(List.of(), List.of(), List.of(), 0));
    assertThat(reading.isClear()).isFalse();
  }

  @Test
  void a_text_that_is_too_long_is_not_read() {
    var reading = OrderText.read("a coffee, ".repeat(201), menu);

    assertThat(reading.wishes()).isEmpty();
    assertThat(reading.notUnderstood()).containsExactly("a coffee, a coffee, a coffee, a coffee, …");
  }

  @Test
  void a_name_that_two_dishes_share_means_neither() {
    var twins = new Catalogue(Stream.of("one", "two").map(sku -> TestMenu.drink(sku, "Nectar", false)).toList());

    assertThat(OrderText.read("a nectar", twins).notUnderstood()).containsExactly("a nectar");
  }

  @Test
  void a_typing_error_that_could_be_two_words_is_neither() {
    var close = new Catalogue(Stream.of("Bread", "Broad").map(name ->
        TestMenu.drink(name.toLowerCase(Locale.ROOT), name, false)).toList());

    assertThat(OrderText.read("a brxad", close).notUnderstood()).containsExactly("a brxad");
  }

  @Test
  void an_empty_menu_understands_nothing() {
    assertThat(OrderText.read("two pancakes", new Catalogue(List.of())).notUnderstood()).containsExactly("two pancakes");
  }
}
