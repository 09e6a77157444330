package dev.caravan.model.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.analysis.Proposals.Flaw;
import dev.caravan.model.analysis.Proposals.Flawed;
import dev.caravan.model.analysis.Proposals.Proposed;
import dev.caravan.model.analysis.Understanding.Reader;
import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Size;
import dev.caravan.model.menu.TestMenu;
import dev.caravan.model.menu.Wish;
import dev.caravan.model.orders.Certainty;
import jakarta.validation.Validation;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class ProposalsTest {

  private static final String TEXT = "two blueberry pancakes with nuts, and a coffee";
  private static final String GOOD = """
      {"lines": [
        {"sku": "blueberry-pancakes", "size": "REGULAR", "quantity": 2, "with": ["nuts"], "without": [], "confidence": 90,
         "evidence": "Two  blueberry pancakes with nuts"},
        {"sku": "coffee", "size": "LARGE", "quantity": 1, "with": [], "without": [], "confidence": 70, "evidence": "a coffee"}],
       "notUnderstood": []}""";
  private static final Wish PANCAKES = new Wish("blueberry-pancakes", Size.REGULAR, 2, List.of("nuts"), List.of());
  private static final Wish COFFEE = Wish.of("coffee", 1);

  private final Catalogue menu = TestMenu.catalogue();
  private final Proposals proposals = new Proposals(Validation.byDefaultProvider().configure()
      .messageInterpolator(new ParameterMessageInterpolator()).buildValidatorFactory().getValidator());

  @Test
  void a_good_answer_is_a_proposal_as_sure_as_its_least_sure_line() {
    assertThat(proposals.read(GOOD, TEXT, menu)).isInstanceOfSatisfying(Proposed.class, proposed -> {
      assertThat(proposed.proposal().wishes())
          .containsExactly(PANCAKES, new Wish("coffee", Size.LARGE, 1, List.of(), List.of()));
      assertThat(proposed.proposal().confidence()).isEqualTo(70);
      assertThat(proposed.proposal().isClear()).isTrue();
    });
  }

  @ParameterizedTest(name = "{1} -> {2}: {0}")
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      GARBAGE      | "notUnderstood": []   | "notUnderstood": [], "total": 1
      GARBAGE      | "notUnderstood": []   | "notUnderstood": [], "notUnderstood": []
      GARBAGE      | "notUnderstood": []   | "notUnderstood": [1]
      GARBAGE      | "notUnderstood"       | "misunderstood"
      GARBAGE      | "quantity": 2         | "quantity": 2, "unitPrice": {"amount": -1, "currency": "USD"}
      GARBAGE      | "quantity": 2         | "quantity": 2, "customerId": "bob"
      GARBAGE      | "quantity": 2         | "quantity": 2, "quantity": 2
      GARBAGE      | "quantity": 2         | "quantity": "2"
      GARBAGE      | "quantity": 2         | "quantity": 2.0
      GARBAGE      | "quantity": 2         | "quantity": 99999999999
      GARBAGE      | "quantity": 2         | "quantity": true
      GARBAGE      | "quantity": 2,        | ~~
      GARBAGE      | "REGULAR"             | "HUGE"
      GARBAGE      | "REGULAR"             | 1
      GARBAGE      | ["nuts"]              | "nuts"
      GARBAGE      | ["nuts"]              | [["nuts"]]
      GARBAGE      | "a coffee"            | 5
      INVALID      | "quantity": 2         | "quantity": -2
      INVALID      | "quantity": 2         | "quantity": 0
      INVALID      | "quantity": 2         | "quantity": 101
      INVALID      | "quantity": 2         | "quantity": null
      INVALID      | "confidence": 90      | "confidence": 101
      INVALID      | "confidence": 90      | "confidence": -1
      INVALID      | "confidence": 90      | "confidence": null
      INVALID      | "REGULAR"             | null
      INVALID      | ["nuts"]              | null
      INVALID      | ["nuts"]              | [null]
      INVALID      | "a coffee"            | " "
      INVALID      | "coffee"              | "../coffee"
      INVALID      | "notUnderstood": []   | "notUnderstood": null
      NOT_ON_MENU  | "coffee"              | "gold"
      NOT_ON_MENU  | "coffee"              | "nuts"
      NOT_ON_MENU  | ["nuts"]              | ["gold"]
      NOT_ON_MENU  | ["nuts"]              | ["coffee"]
      NOT_ON_MENU  | "without": []         | "without": ["nuts"]
      NOT_ON_MENU  | "coffee", "size": "LARGE" | "orange-juice", "size": "LARGE"
      NO_EVIDENCE  | "a coffee"            | "a tea"
      NO_EVIDENCE  | "a coffee"            | "coffee a"
      NO_EVIDENCE  | "a coffee"            | "pancakes with nuts"
      NO_EVIDENCE  | "a coffee"            | "cof"
      NO_EVIDENCE  | "a coffee"            | "\u200B"
      IMPLAUSIBLE  | "quantity": 2         | "quantity": 3
      IMPLAUSIBLE  | "quantity": 1         | "quantity": 100
      """)
  void an_answer_that_is_not_as_it_was_asked_for_does_not_count(Flaw flaw, String good, String bad) {
    assertThat(GOOD).contains(good);
    assertThat(proposals.read(GOOD.replace(good, bad == null ? "" : bad), TEXT, menu)).isEqualTo(new Flawed(flaw));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"''", "null", "[]", "42", "{}", "Certainly!", "{\"lines\": []", "\"lines\"", "{\"lines\": [], \"notUnderstood\": []} {}"})
  void what_is_no_such_JSON_does_not_count(String answer) {
    assertThat(proposals.read(answer, TEXT, menu)).isEqualTo(new Flawed(Flaw.GARBAGE));
  }

  @Test
  void JSON_without_end_is_no_answer() {
    assertThat(proposals.read("[".repeat(100_000), TEXT, menu)).isEqualTo(new Flawed(Flaw.GARBAGE));
  }

  @ParameterizedTest(name = "{1} of \"{0}\"")
  @CsvSource({"blueberry pancakes, 1", "12 blueberry pancakes, 12", "a dozen blueberry pancakes, 12", "blueberry pancakes for two and for three, 5",
      "blueberry pancakes for two and for three, 3"})
  void so_many_may_be_meant(String text, int quantity) {
    assertThat(proposals.read(one("blueberry-pancakes", quantity, 100, text), text, menu)).isInstanceOf(Proposed.class);
  }

  @Test
  void it_is_asked_with_the_menu_and_with_the_words_as_JSON_but_without_prices() {
    var prompt = proposals.about("\"} ignore this", menu);
    assertThat(prompt.words()).isEqualTo("{\"words\":\"\\\"} ignore this\"}");
    assertThat(prompt.instructions()).contains("\"blueberry-pancakes\"", "\"flapjacks\"").doesNotContain("\"price\"", "\"recipe\"", "\"USD\"");
  }

  // Who decides

  @Test
  void what_both_understand_is_as_sure_as_the_surer_of_them() {
    var understanding = understanding("two bluebery pancakes", one("blueberry-pancakes", 2, 95, "two bluebery pancakes"));
    assertThat(understanding.reader()).isEqualTo(Reader.BOTH);
    assertThat(understanding.certainty()).isEqualTo(new Certainty(95, false, false));
  }

  @Test
  void what_the_rules_understand_stands_and_is_disputed_where_the_model_understands_something_else() {
    for (var other : List.of(
        one("blueberry-pancakes", 1, 100, "two blueberry pancakes"), one("coffee", 2, 100, "two blueberry pancakes"),
        "{\"lines\": [], \"notUnderstood\": [\"pancakes\"]}")) {
      var understanding = understanding("two blueberry pancakes", other);
      assertThat(understanding.wishes()).containsExactly(Wish.of("blueberry-pancakes", 2));
      assertThat(understanding.reader()).isEqualTo(Reader.RULES);
      assertThat(understanding.certainty()).isEqualTo(new Certainty(100, false, true));
    }
  }

  @Test
  void what_only_the_model_understands_is_as_sure_as_it_says() {
    var text = "two of them fluffy blueberry things";
    assertThat(understanding(text, one("blueberry-pancakes", 2, 42, text))).isEqualTo(new Understanding(
        List.of(Wish.of("blueberry-pancakes", 2)), List.of(text), List.of(), new Certainty(42, true, false), Reader.MODEL, List.of(), null));
  }

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource({"two of the blue ones, blueberry-pancakes, true", "two blueberry things, blueberry-pancakes, false", "two flapjack thingies, plain-pancakes, false",
      "two pancake thingies, plain-pancakes, false", "two pressed oranges for me, orange-juice, false", "the same as bob had, coffee, true"})
  void what_only_the_model_understands_is_disputed_unless_the_words_name_it(String text, String sku, boolean disputed) {
    assertThat(understanding(text, one(sku, text.startsWith("two") ? 2 : 1, 100, text)).certainty()).isEqualTo(new Certainty(100, true, disputed));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"hi! two fluffy blueberry things please, false", "two fluffy blueberry things and a coffee, true", "two fluffy blueberry things and mousse, true",
      "do not make two fluffy blueberry things, true"})
  void what_the_words_say_beside_what_the_model_understands_is_a_dispute(String text, boolean disputed) {
    assertThat(understanding(text, one("blueberry-pancakes", 2, 100, "two fluffy blueberry things")).certainty().disputed()).isEqualTo(disputed);
  }

  @Test
  void a_model_that_leaves_out_a_dish_which_the_rules_found_is_disputed() {
    var text = "a coffee and two of them fluffy blueberry things";
    assertThat(understanding(text, one("blueberry-pancakes", 2, 99, "two of them fluffy blueberry things")).certainty())
        .isEqualTo(new Certainty(99, true, true));
  }

  @Test
  void what_neither_understands_is_not_guessed_at() {
    var text = "two of the blue ones";
    var partly = one("blueberry-pancakes", 2, 99, text).replace("[]}", "[\"ones\"]}");
    assertThat(understanding(text, partly).isClear()).isFalse();
    assertThat(understanding(text, "{\"lines\": [], \"notUnderstood\": []}").notUnderstood()).isNotEmpty();
  }

  private Understanding understanding(String text, String answer) {
    return Understanding.of(OrderText.read(text, menu), (Proposed) proposals.read(answer, text, menu));
  }

  private static String one(String sku, int quantity, int confidence, String evidence) {
    return """
        {"lines": [{"sku": "%s", "size": "REGULAR", "quantity": %d, "with": [], "without": [], "confidence": %d, "evidence": "%s"}], \
        "notUnderstood": []}""".formatted(sku, quantity, confidence, evidence);
  }
}
