package dev.caravan.model.menu;

import dev.caravan.model.Money;
import dev.caravan.model.menu.Dish.Kind;

import java.util.List;
import java.util.Map;

/** A small menu that has an example of everything a menu can have. */
public final class TestMenu {

  public static final Dish MAPLE_SYRUP = topping("maple-syrup", "Maple syrup", 100, Map.of("maple-syrup", 30L), "syrup");
  public static final Dish BUTTER = topping("butter", "Butter", 50, Map.of("butter", 10L));
  public static final Dish CREAM = topping("whipped-cream", "Whipped cream", 100, Map.of("cream", 30L), "cream");
  public static final Dish BANANA = topping("banana-slices", "Banana slices", 120, Map.of("banana", 50L), "banana");
  public static final Dish STRAWBERRIES = replaceable(
      topping("strawberries", "Strawberries", 150, Map.of("strawberries", 50L)), "nuts", "banana-slices");
  public static final Dish NUTS = topping("nuts", "Nuts", 120, Map.of("nuts", 20L));

  public static final Dish PLAIN = pancakes("plain-pancakes", "Plain pancakes", 650,
      Map.of("flour", 60L, "egg", 1L), "plain", "pancakes", "flapjacks", "hotcakes", "hot cakes");
  public static final Dish BLUEBERRY = replaceable(pancakes("blueberry-pancakes", "Blueberry pancakes", 850,
      Map.of("flour", 60L, "egg", 1L, "blueberries", 45L), "blueberry", "blueberry flapjacks"),
      "gluten-free-pancakes", "banana-pancakes", "plain-pancakes");
  public static final Dish BANANA_PANCAKES = pancakes("banana-pancakes", "Banana pancakes", 800,
      Map.of("flour", 60L, "egg", 1L, "banana", 50L), "banana");
  public static final Dish GLUTEN_FREE = pancakes("gluten-free-pancakes", "Gluten-free pancakes", 900,
      Map.of("rice-flour", 60L, "egg", 1L), "gluten-free");
  public static final Dish SHORT_STACK = new Dish("short-stack", "Short stack", Kind.DISH, usd(1150),
      List.of("short stack of pancakes"), Map.of("flour", 120L, "egg", 2L), List.of("maple-syrup", "butter"), List.of(), false, true);
  public static final Dish CREPE = new Dish("crepe", "Crêpe", Kind.DISH, usd(500), List.of(), Map.of("flour", 25L),
      List.of(), List.of(), true, true);
  public static final Dish COFFEE = drink("coffee", "Coffee", true, "black coffee");
  public static final Dish JUICE = drink("orange-juice", "Orange juice", false, "oj");
  public static final Dish MILK = drink("milk", "Milk", true);

  private TestMenu() {}

  public static Catalogue catalogue() {
    return new Catalogue(List.of(PLAIN, BLUEBERRY, BANANA_PANCAKES, GLUTEN_FREE, SHORT_STACK, CREPE, COFFEE, JUICE, MILK,
        MAPLE_SYRUP, BUTTER, CREAM, BANANA, STRAWBERRIES, NUTS));
  }

  static Money usd(long cents) {
    return new Money(cents, "USD");
  }

  public static Dish topping(String sku, String name, long cents, Map<String, Long> recipe, String... aliases) {
    return new Dish(sku, name, Kind.TOPPING, usd(cents), List.of(aliases), recipe, List.of(), List.of(), false, true);
  }

  public static Dish pancakes(String sku, String name, long cents, Map<String, Long> recipe, String... aliases) {
    return new Dish(sku, name, Kind.DISH, usd(cents), List.of(aliases), recipe, List.of("maple-syrup", "butter"), List.of(), true, true);
  }

  /** The dish, for which these may stand in. */
  public static Dish replaceable(Dish dish, String... substitutes) {
    return new Dish(dish.sku(), dish.name(), dish.kind(), dish.price(), dish.aliases(), dish.recipe(), dish.included(),
        List.of(substitutes), dish.sized(), dish.available());
  }

  public static Dish drink(String sku, String name, boolean sized, String... aliases) {
    return new Dish(sku, name, Kind.DRINK, usd(300), List.of(aliases), Map.of(sku, 250L), List.of(), List.of(), sized, true);
  }
}
