package dev.caravan.model.inventory;

import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Swap;
import dev.caravan.model.orders.Reason.Missing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an order could be made of instead, where there is not enough for it: by what the menu allows and what is on the shelf, and
 * by nothing else.
 *
 * @param items as they were ordered
 * @param available ingredient to what can be reserved of it now, in the ingredient's unit
 */
record Substitutes(Catalogue menu, List<Item> items, Map<String, Long> available) {

  /** What the order needs more of than there is. */
  List<Missing> missing() {
    return missing(items);
  }

  /** The swaps that the menu allows of what is short. */
  List<Swap> candidates() {
    var missing = missing().stream().map(Missing::ingredient).toList();
    return menu.swaps(items).stream().filter(swap -> menu.uses(swap.sku(), missing)).toList();
  }

  /** For each thing that is short the first substitute in the menu's order that there is enough of; empty where that is not all. */
  Optional<List<Swap>> first() {
    var chosen = new ArrayList<Swap>();
    for (var swap : candidates()) {
      var soFar = menu.swapped(items, chosen).map(this::missing).orElseThrow();
      if (soFar.stream().anyMatch(ingredient -> menu.uses(swap.sku(), List.of(ingredient.ingredient())))
          && chosen.stream().noneMatch(swap::rivals) && isThere(chosen, swap)) {
        chosen.add(swap);
      }
    }
    return Optional.<List<Swap>>of(chosen).filter(swaps -> made(swaps).isPresent());
  }

  private boolean isThere(List<Swap> chosen, Swap swap) {
    var more = new ArrayList<>(chosen);
    more.add(swap);
    return menu.swapped(items, more).filter(swapped -> swap.substitute() == null
        || !menu.uses(swap.substitute(), missing(swapped).stream().map(Missing::ingredient).toList())).isPresent();
  }

  /** The items once these swaps are made, if each is of something that is short and nothing is short any more. */
  Optional<List<Item>> made(List<Swap> swaps) {
    return swaps.isEmpty() || !candidates().containsAll(swaps) ? Optional.empty()
        : menu.swapped(items, swaps).filter(swapped -> missing(swapped).isEmpty());
  }

  private List<Missing> missing(List<Item> all) {
    return menu.needs(all).entrySet().stream()
        .map(need -> new Missing(need.getKey(), need.getValue(), available.getOrDefault(need.getKey(), 0L)))
        .filter(need -> need.available() < need.needed())
        .toList();
  }
}
