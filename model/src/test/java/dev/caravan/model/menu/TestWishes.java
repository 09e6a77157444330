package dev.caravan.model.menu;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Wishes that {@link TestMenu} can fulfil. */
public final class TestWishes {

  private static final List<Dish> DISHES = TestMenu.catalogue().dishes().stream().filter(dish -> !dish.isTopping()).toList();
  private static final List<String> TOPPINGS =
      TestMenu.catalogue().dishes().stream().filter(Dish::isTopping).map(Dish::sku).toList();

  private TestWishes() {}

  public static Arbitrary<List<Wish>> lists() {
    return wishes().list().ofMinSize(1).ofMaxSize(8);
  }

  static Arbitrary<Wish> wishes() {
    return Arbitraries.of(DISHES).flatMap(dish -> Combinators.combine(
            Arbitraries.of(dish.sized() ? Size.values() : new Size[] {Size.REGULAR}),
            Arbitraries.integers().between(1, Item.MAX_QUANTITY),
            Arbitraries.of(dish.included().isEmpty() ? List.of("") : dish.included()).set(),
            Arbitraries.of(TOPPINGS).set().ofMaxSize(dish.kind() == Dish.Kind.DISH ? 3 : 0))
        .as((size, quantity, without, with) ->
            new Wish(dish.sku(), size, quantity, minus(with, without), minus(without, Set.of("")))));
  }

  private static List<String> minus(Set<String> skus, Set<String> others) {
    var rest = new TreeSet<>(skus);
    rest.removeAll(others);
    return List.copyOf(rest);
  }
}
