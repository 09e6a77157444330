package dev.caravan.model.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Dish;
import dev.caravan.model.menu.Size;
import dev.caravan.model.menu.TestMenu;
import dev.caravan.model.menu.TestWishes;
import dev.caravan.model.menu.Wish;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.text.similarity.LevenshteinDistance;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class OrderTextProperties {

  /** Each of them is read as something, and may lead the reader astray. */
  private static final List<String> PIECES = List.of("a", "an", "two", "12", "0", "-3", "1.5", "½", "x", "x2", "dozen",
      "half", "a half", "hundred", "couple", "and", "or", "but", "plus", "with", "with extra", "without", "no", "hold the",
      "small", "large", "half portion", "portion of", "the", "please", "to go", "i'd like", "pancakes", "plain",
      "blueberry", "banana", "coffee", "milk", "syrup", "butter", "whipped cream", "strawberries", "each", "some", ",",
      ".", "\n", "- ", "(", "'", "\"", "$", "&", "+", "%", "🥞", "é", "\u0301", "\u200D", "\uD83D", "unicorn", "pancaeks",
      "instead of", "only", "just", "no wait", "make that", "not", "each for", "both", "all", "of them", "for the office", "nothing on it",
      "1.", "#1", ":", "/", "(nuts)", "twopancakes", "\u0130", "mores", "ones", "too", "w/o");

  private final Catalogue menu = TestMenu.catalogue();

  @Property
  void what_is_written_in_full_is_read_back(@ForAll("orders") List<Wish> wishes) {
    var sum = new LinkedHashMap<Wish, Integer>();
    wishes.forEach(wish -> sum.merge(times(wish, 1), wish.quantity(), Integer::sum));

    var text = wishes.stream().map(this::sentence).collect(Collectors.joining(", and "));
    Assume.that(text.length() <= OrderText.MAX_LENGTH);

    assertThat(OrderText.read(text, menu)).satisfies(reading -> {
      assertThat(reading.notUnderstood()).isEmpty();
      assertThat(reading.wishes())
          .isEqualTo(sum.entrySet().stream().map(entry -> times(entry.getKey(), entry.getValue())).toList());
    });
  }

  @Property
  void every_text_is_read_at_once(@ForAll("texts") String text) {
    assertTimeout(Duration.ofSeconds(1), () -> OrderText.read(text, menu));
  }

  @Property
  void a_long_run_of_one_thing_is_read_at_once(@ForAll("pieces") String piece, @ForAll("pieces") String other) {
    var text = (piece + " " + other + " ").repeat(OrderText.MAX_LENGTH).substring(0, OrderText.MAX_LENGTH);

    assertTimeout(Duration.ofSeconds(1), () -> OrderText.read(text, menu));
    assertTimeout(Duration.ofSeconds(1), () -> OrderText.read(text.replace(" ", ""), menu));
  }

  @Property
  void only_what_is_on_the_menu_is_ever_wished_for(@ForAll("texts") String text) {
    assertThat(OrderText.read(text, menu).wishes()).allSatisfy(wish -> {
      assertThat(menu.dish(wish.sku())).hasValueSatisfying(dish -> assertThat(dish.isTopping()).isFalse());
      assertThat(wish.quantity()).isPositive();
      assertThat(wish.with()).noneMatch(wish.without()::contains);
      assertThat(Stream.of(wish.with(), wish.without()).flatMap(List::stream))
          .allSatisfy(sku -> assertThat(menu.dish(sku)).hasValueSatisfying(dish -> assertThat(dish.isTopping()).isTrue()));
    });
  }

  @Property
  void what_is_not_on_the_menu_is_never_ordered(@ForAll("words") String word) {
    Assume.that(menu.dishes().stream().flatMap(dish -> Stream.concat(Stream.of(dish.name()), dish.aliases().stream()))
        .flatMap(name -> Stream.of(name.toLowerCase(Locale.ROOT).split("\\W+")))
        .noneMatch(known -> LevenshteinDistance.getDefaultInstance().apply(known, word) <= 3));

    assertThat(OrderText.read("two " + word, menu)).isEqualTo(new Reading(List.of(), List.of(), List.of("two " + word), 0));
    assertThat(OrderText.read("two " + word + " pancakes", menu).isClear()).isFalse();
    assertThat(OrderText.read("two pancakes with " + word, menu).isClear()).isFalse();
    assertThat(OrderText.read(word + ", two pancakes", menu).isClear()).isFalse();
    assertThat(OrderText.read("two pancakes. " + word, menu).isClear()).isFalse();
  }

  @Property
  void reading_does_not_depend_on_case_or_spacing(@ForAll("texts") String text) {
    Assume.that(text.chars().allMatch(letter -> letter < 128) && text.length() < OrderText.MAX_LENGTH / 2);

    assertThat(OrderText.read(text.toUpperCase(Locale.ROOT).replace(" ", "  "), menu).wishes())
        .isEqualTo(OrderText.read(text, menu).wishes());
  }

  @Provide
  Arbitrary<List<Wish>> orders() {
    return TestWishes.lists();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(OrderText.MAX_LENGTH + 10),
        pieces().list().ofMaxSize(30).map(pieces -> String.join(" ", pieces)),
        pieces().list().ofMaxSize(400).map(pieces -> String.join("", pieces)));
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(PIECES);
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(7).ofMaxLength(12);
  }

  private String sentence(Wish wish) {
    var size = Map.of(Size.SMALL, " small ", Size.REGULAR, " ", Size.LARGE, " large ").get(wish.size());
    return wish.quantity() + size + name(wish.sku()) + listed(" with extra ", wish.with()) + listed(" without ", wish.without());
  }

  private String listed(String marker, List<String> toppings) {
    return toppings.stream().map(sku -> marker + name(sku)).collect(Collectors.joining());
  }

  private String name(String sku) {
    return menu.dish(sku).map(Dish::name).orElseThrow();
  }

  private static Wish times(Wish wish, int quantity) {
    return new Wish(wish.sku(), wish.size(), quantity, wish.with(), wish.without());
  }
}
