package dev.caravan.model.menu;

import dev.caravan.model.Money;
import dev.caravan.model.Refusal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The menu at one moment: an immutable value that prices wishes and tells what cooking them takes. */
public final class Catalogue {

  /** Lines of one order. */
  public static final int MAX_LINES = 50;
  /** Minor units of one regular portion. */
  public static final long MAX_PRICE = 100_000_000;

  private final Map<String, Dish> dishes = new LinkedHashMap<>();

  /** @throws IllegalArgumentException where two dishes have the same sku */
  public Catalogue(Collection<Dish> dishes) {
    for (var dish : dishes) {
      if (this.dishes.put(dish.sku(), dish) != null) {
        throw new IllegalArgumentException("two dishes with the sku " + dish.sku());
      }
    }
  }

  public List<Dish> dishes() {
    return List.copyOf(dishes.values());
  }

  public Optional<Dish> dish(String sku) {
    return Optional.ofNullable(dishes.get(sku));
  }

  /** The items in the order of the wishes, or the first thing that is wrong with them. */
  public Menu.Pricing price(List<Wish> wishes) {
    if (wishes.isEmpty()) {
      return refused("no-items", "items", "Order at least one dish.");
    }
    if (wishes.size() > MAX_LINES) {
      return refused("too-many-items", "items", "One order takes at most " + MAX_LINES + " lines.");
    }
    var items = new ArrayList<Item>(wishes.size());
    for (int i = 0; i < wishes.size(); i++) {
      var wish = wishes.get(i);
      var line = "items[" + i + "]";
      var refusal = refusal(wish, line);
      if (refusal.isPresent()) {
        return new Menu.Refused(refusal.get());
      }
      var item = item(wish);
      if (!items.isEmpty() && !items.get(0).unitPrice().currency().equals(item.unitPrice().currency())) {
        return refused("mixed-currencies", line, "All dishes of one order are priced in one currency.");
      }
      items.add(item);
    }
    return new Menu.Priced(List.copyOf(items));
  }

  /**
   * Ingredient to total quantity, in the ingredient's unit; each portion's quantity is rounded half up.
   *
   * @throws NoSuchElementException for an item that was never on this menu
   */
  public SortedMap<String, Long> needs(List<Item> items) {
    var needs = new TreeMap<String, Long>();
    for (var item : items) {
      portion(item).forEach((ingredient, regular) ->
          needs.merge(ingredient, percentage(regular, item.size()) * item.quantity(), Math::addExact));
    }
    return Collections.unmodifiableSortedMap(needs);
  }

  /** Whatever may stand in for something in these items, line by line, the best first; a topping may be left out at last. */
  public List<Swap> swaps(List<Item> items) {
    return IntStream.range(0, items.size()).boxed().flatMap(line -> {
      return parts(items.get(line)).distinct().map(this::known).flatMap(part -> Stream.concat(
          part.substitutes().stream().map(substitute -> new Swap(line, part.sku(), substitute)),
          part.isTopping() ? Stream.of(new Swap(line, part.sku(), null)) : Stream.empty()));
    }).toList();
  }

  /**
   * The items once these swaps are made, each of another thing; what changes has the price of the day. Empty where the menu does
   * not allow it, or where a portion would cost more than it did.
   */
  public Optional<List<Item>> swapped(List<Item> items, List<Swap> swaps) {
    var allowed = swaps(items);
    var swapped = new ArrayList<>(items);
    for (var swap : swaps) {
      var changed = allowed.contains(swap) ? swapped(swapped.get(swap.line()), swap) : Optional.<Item>empty();
      if (changed.isEmpty()) {
        return Optional.empty();
      }
      swapped.set(swap.line(), changed.get());
    }
    return Optional.of(List.copyOf(swapped));
  }

  private Optional<Item> swapped(Item item, Swap swap) {
    if (parts(item).noneMatch(swap.sku()::equals)) {
      return Optional.empty();
    }
    var dish = swap.substitute() != null && item.sku().equals(swap.sku()) ? swap.substitute() : item.sku();
    return price(List.of(swap.applied(item.wish(), known(dish)))) instanceof Menu.Priced priced
        ? priced.items().stream().filter(changed -> changed.unitPrice().currency().equals(item.unitPrice().currency())
            && changed.unitPrice().amount() <= item.unitPrice().amount()).findFirst()
        : Optional.empty();
  }

  /** Whether cooking this dish or topping takes one of these. */
  public boolean uses(String sku, Collection<String> ingredients) {
    return known(sku).recipe().keySet().stream().anyMatch(ingredients::contains);
  }

  /** What the items cost together; there must be one at least. */
  public static Money total(List<Item> items) {
    return items.stream().map(Item::price).reduce(Money::plus).orElseThrow();
  }

  /** Why the dish cannot be put on this menu, replacing the one of the same sku. */
  Optional<Refusal> refusal(Dish dish) {
    if (dish.price().amount() < 0 || dish.price().amount() > MAX_PRICE) {
      return no("price-out-of-range", "price.amount", "A price is 0 to " + MAX_PRICE + " minor units.");
    }
    if (dish.kind() != Dish.Kind.DISH && !dish.included().isEmpty()) {
      return no("topping-not-suitable", "included", "Toppings come with dishes only.");
    }
    if (dish.isTopping() && dish.sized()) {
      return no("size-not-offered", "sized", "A topping has the size of its dish.");
    }
    if (taken(dish.name(), dish)) {
      return no("name-taken", "name", "Another dish is called " + dish.name() + " already.");
    }
    return first(dish.included(), sku -> dish(sku).filter(Dish::isTopping).isEmpty())
        .map(i -> Refusal.of("not-a-topping", "included[" + i + "]", "There is no topping " + dish.included().get(i) + "."))
        .or(() -> first(dish.substitutes(), sku -> sku.equals(dish.sku()) || dish(sku).filter(other -> other.kind() == dish.kind()).isEmpty())
            .map(i -> Refusal.of("not-a-substitute", "substitutes[" + i + "]",
                "There is no other " + dish.kind().name().toLowerCase(Locale.ROOT) + " " + dish.substitutes().get(i) + ".")))
        .or(() -> first(dish.aliases(), alias -> taken(alias, dish))
            .map(i -> Refusal.of("name-taken", "aliases[" + i + "]",
                "Another dish is called " + dish.aliases().get(i) + " already.")));
  }

  private boolean taken(String name, Dish by) {
    return dishes.values().stream()
        .filter(other -> !other.sku().equals(by.sku()) && other.isTopping() == by.isTopping())
        .flatMap(other -> Stream.concat(Stream.of(other.name()), other.aliases().stream()))
        .anyMatch(name::equalsIgnoreCase);
  }

  private Optional<Refusal> refusal(Wish wish, String line) {
    var dish = dishes.get(wish.sku());
    if (dish == null) {
      return no("unknown-sku", line + ".sku", "There is no " + wish.sku() + " on the menu.");
    }
    if (dish.isTopping()) {
      return no("topping-alone", line + ".sku", dish.name() + " can only be ordered with a dish.");
    }
    if (!dish.available()) {
      return no("not-available", line + ".sku", dish.name() + " cannot be ordered now.");
    }
    if (wish.quantity() < 1 || wish.quantity() > Item.MAX_QUANTITY) {
      return no("quantity-out-of-range", line + ".quantity", "Order 1 to " + Item.MAX_QUANTITY + " portions.");
    }
    if (wish.size() != Size.REGULAR && !dish.sized()) {
      return no("size-not-offered", line + ".size", dish.name() + " comes in one size only.");
    }
    return refusedWith(wish, dish, line + ".with").or(() -> refusedWithout(wish, dish, line + ".without"));
  }

  private Optional<Refusal> refusedWith(Wish wish, Dish dish, String field) {
    var seen = new HashSet<String>();
    for (int i = 0; i < wish.with().size(); i++) {
      var sku = wish.with().get(i);
      var here = field + "[" + i + "]";
      var topping = dishes.get(sku);
      if (topping == null) {
        return no("unknown-sku", here, "There is no " + sku + " on the menu.");
      }
      if (!topping.isTopping()) {
        return no("not-a-topping", here, topping.name() + " is not a topping.");
      }
      if (dish.kind() != Dish.Kind.DISH) {
        return no("topping-not-suitable", here, dish.name() + " takes no toppings.");
      }
      if (!topping.available()) {
        return no("not-available", here, topping.name() + " cannot be ordered now.");
      }
      if (!topping.price().currency().equals(dish.price().currency())) {
        return no("mixed-currencies", here, "All dishes of one order are priced in one currency.");
      }
      if (!seen.add(sku)) {
        return no("repeated-topping", here, topping.name() + " can be added once.");
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refusedWithout(Wish wish, Dish dish, String field) {
    return first(wish.without(), sku -> !dish.included().contains(sku))
        .map(i -> Refusal.of("not-included", field + "[" + i + "]",
            wish.without().get(i) + " does not come with " + dish.name() + "."))
        .or(() -> first(wish.without(), wish.with()::contains)
            .map(i -> Refusal.of("contradictory-topping", field + "[" + i + "]",
                wish.without().get(i) + " cannot be both added and left out.")));
  }

  private Item item(Wish wish) {
    var dish = known(wish.sku());
    var regular = wish.with().stream().map(sku -> known(sku).price()).reduce(dish.price(), Money::plus);
    var price = new Money(percentage(regular.amount(), wish.size()), regular.currency());
    return new Item(dish.sku(), dish.name(), wish.size(), wish.quantity(), List.copyOf(wish.with()),
        List.copyOf(wish.without()), price);
  }

  /** The recipe of one regular portion with the toppings that go on it. */
  private Map<String, Long> portion(Item item) {
    var dish = known(item.sku());
    var portion = new TreeMap<>(dish.recipe());
    toppings(item).map(this::known).forEach(topping ->
        topping.recipe().forEach((ingredient, quantity) -> portion.merge(ingredient, quantity, Long::sum)));
    return portion;
  }

  private Stream<String> parts(Item item) {
    return Stream.concat(Stream.of(item.sku()), toppings(item));
  }

  private Stream<String> toppings(Item item) {
    return Stream.concat(
        known(item.sku()).included().stream().filter(sku -> !item.without().contains(sku)), item.with().stream());
  }

  private Dish known(String sku) {
    return dish(sku).orElseThrow(() -> new NoSuchElementException("no dish " + sku));
  }

  private static long percentage(long regular, Size size) {
    return (regular * size.percent() + 50) / 100;
  }

  private static <T> Optional<Integer> first(List<T> list, Predicate<T> test) {
    return IntStream.range(0, list.size()).boxed().filter(i -> test.test(list.get(i))).findFirst();
  }

  private static Optional<Refusal> no(String code, String field, String detail) {
    return Optional.of(Refusal.of(code, field, detail));
  }

  private static Menu.Refused refused(String code, String field, String detail) {
    return new Menu.Refused(Refusal.of(code, field, detail));
  }
}
