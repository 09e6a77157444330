package dev.caravan.model.analysis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.Money;
import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Dish;
import dev.caravan.model.menu.Menu;
import dev.caravan.model.menu.Wish;
import org.apache.commons.text.StringEscapeUtils;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What the rules make of the texts in bench/language, on the menu that is shipped. */
class LanguageTest {

  private static final Set<String> REFUSED = Set.of();

  private final Catalogue menu = menu();
  private final List<List<String>> orders = table("orders.txt");
  private final List<List<String>> attacks = table("attacks.txt");

  @Test
  void at_least_95_of_100_orders_are_understood_exactly() {
    var wrong = orders.stream().filter(order -> !understood(order.get(0), menu).equals(lines(order.get(1))))
        .map(order -> order.get(0)).toList();

    assertThat(orders).hasSizeGreaterThanOrEqualTo(300);
    assertThat(wrong).hasSizeLessThanOrEqualTo(orders.size() * 5 / 100);
  }

  @Test
  void no_order_is_taken_down_otherwise_than_a_person_would() {
    assertThat(orders).allSatisfy(order ->
        assertThat(understood(order.get(0), menu)).as(order.get(0)).isIn(REFUSED, lines(order.get(1))));
  }

  @Test
  void nothing_comes_of_an_attack_but_what_is_plainly_ordered() {
    assertThat(attacks).hasSizeGreaterThanOrEqualTo(100).allSatisfy(attack ->
        assertThat(understood(attack.get(1), menu)).as(attack.get(1)).isIn(REFUSED, lines(attack.get(2))));
  }

  @Test
  void an_attack_beside_an_order_is_no_part_of_it() {
    assertThat(attacks).filteredOn(attack -> attack.get(2).isEmpty()).allSatisfy(attack ->
        assertThat(understood("two waffles. " + attack.get(1), menu)).as(attack.get(1)).isIn(REFUSED, Set.of("2 waffles")));
  }

  @Test
  void an_attack_in_the_name_of_a_dish_changes_no_order() {
    var names = attacks.stream().filter(attack -> attack.get(0).equals("name")).map(attack -> attack.get(1)).toList();

    assertThat(names).isNotEmpty().allSatisfy(name -> {
      var attacked = new Catalogue(Stream.concat(menu.dishes().stream(), Stream.of(dish(name))).toList());
      assertThat(orders).allSatisfy(order ->
          assertThat(understood(order.get(0), attacked)).as(order.get(0)).isIn(REFUSED, lines(order.get(1))));
    });
  }

  /** The lines that an order would have, none where it would be refused. */
  private static Set<String> understood(String text, Catalogue menu) {
    var reading = OrderText.read(text, menu);
    return reading.isClear() && menu.price(reading.wishes()) instanceof Menu.Priced
        ? reading.wishes().stream().map(Wish::toString).collect(toSet()) : REFUSED;
  }

  private static Set<String> lines(String expected) {
    return expected.isEmpty() || expected.equals("REFUSED") ? REFUSED : Set.of(expected.split(", "));
  }

  private static Dish dish(String name) {
    return new Dish("attack", name, Dish.Kind.DISH, new Money(100, "USD"), List.of(), Map.of(), List.of(), List.of(), false, true);
  }

  private static Catalogue menu() {
    try (var file = LanguageTest.class.getResourceAsStream("/language/menu.json")) {
      return new Catalogue(new ObjectMapper().readValue(file, Menu.All.class).dishes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cells of each row, their escapes resolved. */
  private static List<List<String>> table(String name) {
    try (var file = LanguageTest.class.getResourceAsStream("/language/" + name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8).lines()
          .filter(line -> !line.isBlank() && !line.startsWith("# "))
          .map(line -> Stream.of(line.split(" \\| ?", -1)).map(StringEscapeUtils::unescapeJava).toList()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
