package dev.caravan.model.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Menu;
import dev.caravan.model.menu.Swap;
import dev.caravan.model.menu.TestMenu;
import dev.caravan.model.menu.TestWishes;
import dev.caravan.model.menu.Wish;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class SubstitutesProperties {

  private static final Catalogue MENU = TestMenu.catalogue();
  private static final Set<String> INGREDIENTS =
      MENU.dishes().stream().flatMap(dish -> dish.recipe().keySet().stream()).collect(Collectors.toSet());

  @Property
  void what_is_found_is_there_wholly_costs_no_more_and_leaves_the_rest_as_it_was(
      @ForAll("orders") List<Wish> wishes, @ForAll("shelves") Map<String, Long> shelf) {
    var order = new Substitutes(MENU, items(wishes), shelf);
    order.first().ifPresent(swaps -> {
      assertThat(swaps).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(order.candidates());
      var made = order.made(swaps).orElseThrow();
      assertThat(new Substitutes(MENU, made, shelf).missing()).isEmpty();
      assertThat(made).hasSameSizeAs(order.items());
      for (int line = 0; line < made.size(); line++) {
        var before = order.items().get(line);
        var after = made.get(line);
        assertThat(after.unitPrice().amount()).isLessThanOrEqualTo(before.unitPrice().amount());
        assertThat(after.quantity()).isEqualTo(before.quantity());
        assertThat(after.size()).isEqualTo(before.size());
        int here = line;
        assertThat(after.equals(before)).as("unchanged: " + after).isEqualTo(swaps.stream().noneMatch(swap -> swap.line() == here));
      }
    });
  }

  @Property
  void where_nothing_is_short_nothing_is_found(@ForAll("orders") List<Wish> wishes) {
    var order = new Substitutes(MENU, items(wishes), shelf(Set.of()));
    assertThat(order.missing()).isEmpty();
    assertThat(order.candidates()).isEmpty();
    assertThat(order.first()).isEmpty();
  }

  /** One dish alone, so that it is plain what the first one is. */
  @Property
  void the_first_substitute_that_is_there_is_the_one(@ForAll boolean banana, @ForAll boolean flour) {
    var out = new HashSet<>(Set.of("blueberries"));
    Stream.of("banana", "flour").filter(ingredient -> ingredient.equals("banana") ? !banana : !flour).forEach(out::add);
    var found = new Substitutes(MENU, items(List.of(Wish.of("blueberry-pancakes", 3))), shelf(out)).first();
    // Gluten-free ones come first, but are dearer.
    if (flour) {
      assertThat(found).contains(List.of(new Swap(0, "blueberry-pancakes", banana ? "banana-pancakes" : "plain-pancakes")));
    } else {
      assertThat(found).isEmpty();
    }
  }

  @Example
  void a_topping_without_a_substitute_is_left_out() {
    var found = new Substitutes(MENU, items(List.of(Wish.of("plain-pancakes", 1), Wish.of("crepe", 1))), shelf(Set.of("maple-syrup"))).first();
    assertThat(found).contains(List.of(new Swap(0, "maple-syrup", null)));
  }

  @Property
  void whatever_somebody_proposes_is_made_only_if_it_is_of_something_short_and_leaves_nothing_short(
      @ForAll("orders") List<Wish> wishes, @ForAll("shelves") Map<String, Long> shelf, @ForAll("proposals") List<Swap> swaps) {
    var order = new Substitutes(MENU, items(wishes), shelf);
    Assume.that(!order.missing().isEmpty());
    order.made(swaps).ifPresent(made -> {
      assertThat(order.candidates()).containsAll(swaps);
      assertThat(new Substitutes(MENU, made, shelf).missing()).isEmpty();
      assertThat(Catalogue.total(made).amount()).isLessThanOrEqualTo(Catalogue.total(order.items()).amount());
    });
  }

  @Provide
  Arbitrary<List<Wish>> orders() {
    return TestWishes.lists();
  }

  /** Much of most things, none or little of some. */
  @Provide
  Arbitrary<Map<String, Long>> shelves() {
    return Arbitraries.of(INGREDIENTS).set().ofMaxSize(3).flatMap(out -> Arbitraries.longs().between(0, 3_000).map(left -> {
      var shelf = shelf(out);
      out.forEach(ingredient -> shelf.put(ingredient, left));
      return shelf;
    }));
  }

  @Provide
  Arbitrary<List<Swap>> proposals() {
    var skus = Arbitraries.of(MENU.dishes().stream().map(dish -> dish.sku()).toList());
    return Arbitraries.integers().between(-1, 8).flatMap(line ->
        skus.flatMap(sku -> skus.injectNull(0.2).map(substitute -> new Swap(line, sku, substitute)))).list().ofMaxSize(3);
  }

  private static List<Item> items(List<Wish> wishes) {
    return ((Menu.Priced) MENU.price(wishes)).items();
  }

  private static Map<String, Long> shelf(Set<String> out) {
    var shelf = new HashMap<String, Long>();
    INGREDIENTS.forEach(ingredient -> shelf.put(ingredient, out.contains(ingredient) ? 0L : 1_000_000_000L));
    return shelf;
  }
}
