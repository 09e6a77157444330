package dev.caravan.model.menu;

import static dev.caravan.model.menu.TestMenu.BLUEBERRY;
import static dev.caravan.model.menu.TestMenu.COFFEE;
import static dev.caravan.model.menu.TestMenu.PLAIN;
import static dev.caravan.model.menu.TestMenu.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.caravan.model.Money;
import dev.caravan.model.Refusal;
import dev.caravan.model.menu.Dish.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;
import java.util.Map;

class CatalogueTest {

  private final Catalogue menu = TestMenu.catalogue();

  @Test
  void a_wish_becomes_an_item_with_the_name_and_price_of_the_day() {
    assertThat(priced(Wish.of("plain-pancakes", 2)))
        .containsExactly(new Item("plain-pancakes", "Plain pancakes", Size.REGULAR, 2, List.of(), List.of(), usd(650)));
  }

  @ParameterizedTest
  @CsvSource({"SMALL, 420", "REGULAR, 700", "LARGE, 1050"})
  void a_size_changes_the_price_of_the_whole_portion(Size size, long cents) {
    var item = priced(new Wish("plain-pancakes", size, 1, List.of("butter"), List.of())).get(0);

    assertThat(item.unitPrice()).isEqualTo(usd(cents));
  }

  @Test
  void a_price_is_rounded_half_up() {
    var odd = new Dish("odd", "Odd", Kind.DISH, usd(333), List.of(), Map.of(), List.of(), List.of(), true, true);
    var wish = new Wish("odd", Size.LARGE, 1, List.of(), List.of());

    assertThat(((Menu.Priced) new Catalogue(List.of(odd)).price(List.of(wish))).items().get(0).unitPrice())
        .isEqualTo(usd(500));
  }

  @Test
  void leaving_out_what_comes_free_does_not_change_the_price() {
    var item = priced(new Wish("plain-pancakes", Size.REGULAR, 1, List.of(), List.of("butter"))).get(0);

    assertThat(item.unitPrice()).isEqualTo(usd(650));
  }

  @Test
  void an_order_costs_what_its_lines_cost() {
    assertThat(Catalogue.total(priced(Wish.of("plain-pancakes", 2), Wish.of("coffee", 3)))).isEqualTo(usd(2200));
  }

  @Test
  void a_portion_needs_its_recipe_and_what_goes_on_it() {
    var wish = new Wish("blueberry-pancakes", Size.REGULAR, 2, List.of("nuts"), List.of("butter"));

    assertThat(menu.needs(priced(wish))).containsExactly(
        entry("blueberries", 90L), entry("egg", 2L), entry("flour", 120L), entry("maple-syrup", 60L), entry("nuts", 40L));
  }

  @Test
  void needs_are_rounded_half_up_per_portion() {
    var large = new Wish("blueberry-pancakes", Size.LARGE, 10, List.of(), List.of());

    assertThat(menu.needs(priced(large))).contains(entry("blueberries", 680L), entry("egg", 20L));
  }

  @Test
  void extra_of_what_is_included_needs_twice_as_much() {
    var wish = new Wish("plain-pancakes", Size.REGULAR, 1, List.of("butter"), List.of());

    assertThat(menu.needs(priced(wish))).containsEntry("butter", 20L);
  }

  @Test
  void an_empty_order_is_refused() {
    assertThat(refused().code()).isEqualTo("no-items");
  }

  @Test
  void an_order_of_too_many_lines_is_refused() {
    var wishes = Collections.nCopies(Catalogue.MAX_LINES + 1, Wish.of("coffee", 1)).toArray(new Wish[0]);

    assertThat(refused(wishes).code()).isEqualTo("too-many-items");
  }

  @Test
  void the_refusal_points_at_the_line_to_blame() {
    assertThat(refused(Wish.of("coffee", 1), Wish.of("steak", 1)))
        .isEqualTo(Refusal.of("unknown-sku", "items[1].sku", "There is no steak on the menu."));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, Item.MAX_QUANTITY + 1, Integer.MAX_VALUE})
  void a_quantity_out_of_range_is_refused(int quantity) {
    assertThat(refused(Wish.of("coffee", quantity)))
        .extracting(Refusal::code, Refusal::field).containsExactly("quantity-out-of-range", "items[0].quantity");
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", textBlock = """
      butter,         REGULAR, -,             -,           topping-alone,         items[0].sku
      orange-juice,   LARGE,   -,             -,           size-not-offered,      items[0].size
      plain-pancakes, REGULAR, ketchup,       -,           unknown-sku,           items[0].with[0]
      plain-pancakes, REGULAR, nuts coffee,   -,           not-a-topping,         items[0].with[1]
      plain-pancakes, REGULAR, nuts nuts,     -,           repeated-topping,      items[0].with[1]
      coffee,         REGULAR, whipped-cream, -,           topping-not-suitable,  items[0].with[0]
      plain-pancakes, REGULAR, -,             nuts,        not-included,          items[0].without[0]
      plain-pancakes, REGULAR, -,             ketchup,     not-included,          items[0].without[0]
      plain-pancakes, REGULAR, nuts butter,   butter,      contradictory-topping, items[0].without[0]
      """)
  void what_does_not_go_together_is_refused(
      String sku, Size size, String with, String without, String code, String field) {
    assertThat(refused(new Wish(sku, size, 1, skus(with), skus(without))))
        .extracting(Refusal::code, Refusal::field).containsExactly(code, field);
  }

  @Test
  void what_is_not_available_is_refused() {
    var sold = new Dish("soup", "Soup", Kind.DISH, usd(1), List.of(), Map.of(), List.of(), List.of(), false, false);
    var out = new Dish("salt", "Salt", Kind.TOPPING, usd(1), List.of(), Map.of(), List.of(), List.of(), false, false);
    var menu = new Catalogue(List.of(sold, out, PLAIN));

    assertThat(refused(menu, Wish.of("soup", 1)))
        .isEqualTo(Refusal.of("not-available", "items[0].sku", "Soup cannot be ordered now."));
    assertThat(refused(menu, new Wish("plain-pancakes", Size.REGULAR, 1, List.of("salt"), List.of())))
        .isEqualTo(Refusal.of("not-available", "items[0].with[0]", "Salt cannot be ordered now."));
  }

  @Test
  void one_order_is_priced_in_one_currency() {
    var euros = new Money(300, "EUR");
    var cake = new Dish("cake", "Cake", Kind.DISH, euros, List.of(), Map.of(), List.of(), List.of(), false, true);
    var jam = new Dish("jam", "Jam", Kind.TOPPING, euros, List.of(), Map.of(), List.of(), List.of(), false, true);
    var menu = new Catalogue(List.of(COFFEE, PLAIN, cake, jam));

    assertThat(refused(menu, Wish.of("coffee", 1), Wish.of("cake", 1)))
        .extracting(Refusal::code, Refusal::field).containsExactly("mixed-currencies", "items[1]");
    assertThat(refused(menu, new Wish("plain-pancakes", Size.REGULAR, 1, List.of("jam"), List.of())))
        .extracting(Refusal::code, Refusal::field).containsExactly("mixed-currencies", "items[0].with[0]");
  }

  @Test
  void a_menu_does_not_list_a_dish_twice() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Catalogue(List.of(PLAIN, PLAIN)));
  }

  @Test
  void a_dish_may_replace_itself() {
    assertThat(menu.refusal(BLUEBERRY)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", textBlock = """
      DISH,    -1,        -,        -,            false, price-out-of-range,   price.amount
      DISH,    100000001, -,        -,            false, price-out-of-range,   price.amount
      DRINK,   100,       -,        butter,       false, topping-not-suitable, included
      TOPPING, 100,       -,        -,            true,  size-not-offered,     sized
      DISH,    100,       -,        butter jam,   false, not-a-topping,        included[1]
      DISH,    100,       -,        coffee,       false, not-a-topping,        included[0]
      DISH,    100,       cake Oj,  -,            false, name-taken,           aliases[1]
      TOPPING, 100,       BUTTER,   -,            false, name-taken,           aliases[0]
      """)
  void a_dish_that_does_not_fit_the_menu_is_refused(
      Kind kind, long cents, String aliases, String included, boolean sized, String code, String field) {
    var dish = new Dish("new", "New", kind, usd(cents), skus(aliases), Map.of(), skus(included), List.of(), sized, true);

    assertThat(menu.refusal(dish)).map(Refusal::code).contains(code);
    assertThat(menu.refusal(dish)).map(Refusal::field).contains(field);
  }

  @ParameterizedTest
  @CsvSource({"blueberry-pancakes, 0", "coffee, 0", "nuts, 0", "plain-pancakes cake, 1"})
  void only_another_dish_of_the_same_kind_may_stand_in_for_a_dish(String substitutes, int wrong) {
    var dish = TestMenu.replaceable(BLUEBERRY, substitutes.split(" "));

    assertThat(menu.refusal(dish)).map(Refusal::code).contains("not-a-substitute");
    assertThat(menu.refusal(dish)).map(Refusal::field).contains("substitutes[" + wrong + "]");
  }

  @Test
  void everything_in_a_line_may_be_swapped_as_the_menu_says_and_a_topping_left_out() {
    var pancakes = priced(new Wish("blueberry-pancakes", Size.LARGE, 2, List.of("strawberries"), List.of("butter")));

    assertThat(menu.swaps(pancakes)).containsExactly(
        new Swap(0, "blueberry-pancakes", "gluten-free-pancakes"), new Swap(0, "blueberry-pancakes", "banana-pancakes"),
        new Swap(0, "blueberry-pancakes", "plain-pancakes"), new Swap(0, "maple-syrup", null),
        new Swap(0, "strawberries", "nuts"), new Swap(0, "strawberries", "banana-slices"), new Swap(0, "strawberries", null));
    assertThat(swapped(pancakes, new Swap(0, "blueberry-pancakes", "plain-pancakes"), new Swap(0, "strawberries", "nuts"), new Swap(0, "maple-syrup", null)))
        .isEqualTo(priced(new Wish("plain-pancakes", Size.LARGE, 2, List.of("nuts"), List.of("butter", "maple-syrup"))));
  }

  @Test
  void what_is_not_swapped_costs_what_it_cost() {
    var ordered = List.of(
        new Item("coffee", "Coffee", Size.REGULAR, 1, List.of(), List.of(), usd(1)), priced(Wish.of("blueberry-pancakes", 1)).get(0));

    assertThat(swapped(ordered, new Swap(1, "blueberry-pancakes", "plain-pancakes")))
        .containsExactly(ordered.get(0), priced(Wish.of("plain-pancakes", 1)).get(0));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
      "0, blueberry-pancakes, gluten-free-pancakes, a dearer dish", "0, blueberry-pancakes, short-stack, no substitute on the menu",
      "0, plain-pancakes, banana-pancakes, a dish that was not ordered", "1, blueberry-pancakes, plain-pancakes, a line that is not there",
      "-1, blueberry-pancakes, plain-pancakes, a line before the first", "0, blueberry-pancakes, , a dish left out", "0, nuts, , a topping that was not ordered"})
  void what_the_menu_does_not_allow_is_not_swapped(int line, String sku, String substitute, String what) {
    assertThat(menu.swapped(priced(Wish.of("blueberry-pancakes", 1)), List.of(new Swap(line, sku, substitute)))).as(what).isEmpty();
  }

  @Test
  void one_thing_is_swapped_once() {
    assertThat(menu.swapped(priced(Wish.of("blueberry-pancakes", 1)), List.of(
        new Swap(0, "blueberry-pancakes", "banana-pancakes"), new Swap(0, "blueberry-pancakes", "plain-pancakes")))).isEmpty();
  }

  private List<Item> swapped(List<Item> items, Swap... swaps) {
    return menu.swapped(items, List.of(swaps)).orElseThrow();
  }

  @Test
  void a_new_dish_needs_a_name_of_its_own() {
    assertThat(menu.refusal(TestMenu.drink("tea", "COFFEE", false)))
        .contains(Refusal.of("name-taken", "name", "Another dish is called COFFEE already."));
  }

  @Test
  void a_topping_may_share_its_name_with_a_dish() {
    var topping = TestMenu.topping("blueberries", "Blueberries", 100, Map.of(), "blueberry");

    assertThat(menu.refusal(topping)).isEmpty();
  }

  private List<Item> priced(Wish... wishes) {
    var pricing = menu.price(List.of(wishes));
    assertThat(pricing).isInstanceOf(Menu.Priced.class);
    return ((Menu.Priced) pricing).items();
  }

  private Refusal refused(Wish... wishes) {
    return refused(menu, wishes);
  }

  private static Refusal refused(Catalogue menu, Wish... wishes) {
    var pricing = menu.price(List.of(wishes));
    assertThat(pricing).isInstanceOf(Menu.Refused.class);
    return ((Menu.Refused) pricing).refusal();
  }

  private static List<String> skus(String words) {
    return words == null ? List.of() : List.of(words.split(" "));
  }
}
