package dev.caravan.model.analysis;

import dev.caravan.model.analysis.Grammar.Modifier;
import dev.caravan.model.analysis.Phrasebook.Named;
import dev.caravan.model.menu.Dish;
import dev.caravan.model.menu.Size;
import dev.caravan.model.menu.Wish;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A wish while it is being read. */
final class Line {

  private final int quantity;
  private final boolean counted;
  private final Size size;
  private final Named named;
  private final int sentence;
  private final Set<String> mentioned = new TreeSet<>();
  private final Set<String> with = new TreeSet<>();
  private final Set<String> without = new TreeSet<>();

  /** @param counted whether the quantity was said */
  Line(int quantity, boolean counted, Size size, Named named, int sentence) {
    this.quantity = quantity;
    this.counted = counted;
    this.size = size;
    this.named = named;
    this.sentence = sentence;
  }

  /**
   * Adds a topping or leaves it out; false where that contradicts what was said before, or is unclear.
   *
   * @param listed whether the topping only continues a list: in "extra nuts and butter", is the butter extra?
   */
  boolean modify(Modifier modifier, Dish topping, boolean listed) {
    var sku = topping.sku();
    boolean comesWithIt = named.dish().included().contains(sku);
    if (modifier == Modifier.EXTRA && comesWithIt && listed || (modifier.adds() ? without : mentioned).contains(sku)) {
      return false;
    }
    if (!modifier.adds()) {
      without.add(sku);
      return true;
    }
    mentioned.add(sku);
    if (modifier == Modifier.EXTRA || !comesWithIt) {
      with.add(sku);
    }
    return true;
  }

  /** Whether toppings that are named after a later line might be meant for this one too. */
  boolean takesToppings() {
    return named.dish().kind() == Dish.Kind.DISH && !isModified();
  }

  boolean isModified() {
    return !mentioned.isEmpty() || !without.isEmpty();
  }

  boolean isCounted() {
    return counted;
  }

  boolean isClipped() {
    return named.clipped();
  }

  int sentence() {
    return sentence;
  }

  int quantity() {
    return quantity;
  }

  /** One portion of what is wished for. */
  Wish portion() {
    return new Wish(named.dish().sku(), size, 1, List.copyOf(with), List.copyOf(without));
  }
}
