package dev.caravan.model.menu;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

class CatalogueProperties {

  private final Catalogue menu = TestMenu.catalogue();

  @Property
  void two_orders_need_what_one_order_of_both_needs(@ForAll("orders") List<Wish> one, @ForAll("orders") List<Wish> other) {
    var sum = new TreeMap<>(menu.needs(items(one)));
    menu.needs(items(other)).forEach((ingredient, quantity) -> sum.merge(ingredient, quantity, Long::sum));

    assertThat(menu.needs(items(joined(one, other)))).isEqualTo(sum);
  }

  @Property
  void two_orders_cost_what_one_order_of_both_costs(@ForAll("orders") List<Wish> one, @ForAll("orders") List<Wish> other) {
    assertThat(Catalogue.total(items(joined(one, other))))
        .isEqualTo(Catalogue.total(items(one)).plus(Catalogue.total(items(other))));
  }

  @Property
  void n_portions_need_n_times_what_one_needs(@ForAll("orders") List<Wish> wishes) {
    for (var wish : wishes) {
      var one = menu.needs(items(List.of(new Wish(wish.sku(), wish.size(), 1, wish.with(), wish.without()))));

      assertThat(menu.needs(items(List.of(wish)))).allSatisfy((ingredient, quantity) ->
          assertThat(quantity).isEqualTo(one.get(ingredient) * wish.quantity()));
    }
  }

  @Property
  void leaving_something_out_never_needs_more(@ForAll("orders") List<Wish> wishes) {
    var everything = wishes.stream()
        .map(wish -> new Wish(wish.sku(), wish.size(), wish.quantity(), wish.with(), List.of())).toList();

    assertNoMore(menu.needs(items(wishes)), menu.needs(items(everything)));
  }

  @Property
  void adding_a_topping_never_costs_or_needs_less(@ForAll("orders") List<Wish> wishes) {
    var bare = wishes.stream()
        .map(wish -> new Wish(wish.sku(), wish.size(), wish.quantity(), List.of(), wish.without())).toList();

    assertNoMore(menu.needs(items(bare)), menu.needs(items(wishes)));
    assertThat(Catalogue.total(items(bare)).amount()).isLessThanOrEqualTo(Catalogue.total(items(wishes)).amount());
  }

  @Property
  void every_wish_is_priced_or_refused(@ForAll("anything") List<Wish> wishes) {
    assertThat(menu.price(wishes)).isInstanceOfAny(Menu.Priced.class, Menu.Refused.class);
  }

  @Provide
  Arbitrary<List<Wish>> orders() {
    return TestWishes.lists();
  }

  @Provide
  Arbitrary<List<Wish>> anything() {
    var skus = Arbitraries.oneOf(
        Arbitraries.of(menu.dishes()).map(Dish::sku), Arbitraries.strings().ofMaxLength(8));
    return Combinators.combine(skus, Arbitraries.of(Size.class), Arbitraries.integers(), skus.list().ofMaxSize(3),
        skus.list().ofMaxSize(3)).as(Wish::new).list().ofMaxSize(60);
  }

  private List<Item> items(List<Wish> wishes) {
    return ((Menu.Priced) menu.price(wishes)).items();
  }

  private static List<Wish> joined(List<Wish> one, List<Wish> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  private static void assertNoMore(SortedMap<String, Long> less, SortedMap<String, Long> more) {
    assertThat(less).allSatisfy((ingredient, quantity) ->
        assertThat(quantity).isLessThanOrEqualTo(more.getOrDefault(ingredient, 0L)));
  }
}
