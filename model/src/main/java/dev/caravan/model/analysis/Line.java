package dev.caravan.model.analysis;

import dev.caravan.model.analysis.Grammar.Modifier;
import dev.caravan.model.analysis.Phrasebook.Named;
import dev.caravan.model.menu.Dish;
import dev.caravan.model.menu.Size;
import dev.caravan.model.menu.Wish;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A wish while it is being read. */
final class Line {

  private int quantity;
  private boolean counted;
  private @Nullable Size size;
  private final Named named;
  private final int sentence;
  private final @Nullable Line whole;
  private final Set<String> mentioned = new TreeSet<>();
  private final Set<String> with = new TreeSet<>();
  private final Set<String> without = new TreeSet<>();

  /**
   * @param counted whether the quantity was said
   * @param size the one that was said
   */
  Line(int quantity, boolean counted, @Nullable Size size, Named named, int sentence) {
    this(quantity, counted, size, named, sentence, null);
  }

  private Line(int quantity, boolean counted, @Nullable Size size, Named named, int sentence, @Nullable Line whole) {
    this.quantity = quantity;
    this.counted = counted;
    this.size = size;
    this.named = named;
    this.sentence = sentence;
    this.whole = whole;
  }

  /** The same dish, which was not named once more, in another number and size. */
  Line like(int quantity, Size size) {
    return new Line(quantity, true, size, new Named(named.dish(), true), sentence);
  }

  /** Takes so many portions of it, to be told apart; null where there are not so many or the size was said otherwise. */
  @Nullable Line part(int portions, @Nullable Size size) {
    if (portions < 1 || portions > quantity || size != null && !takesSize()) {
      return null;
    }
    quantity -= portions;
    return new Line(portions, true, size == null ? this.size : size, named, sentence, this);
  }

  /** The line that this one is a part of, itself where it is none. */
  Line whole() {
    return whole == null ? this : whole;
  }

  boolean isPart() {
    return whole != null;
  }

  boolean takesSize() {
    return size == null && named.dish().sized();
  }

  void resize(Size said) {
    size = said;
  }

  /** Whether it may be that many portions, which it then is. */
  boolean recount(int said) {
    if (!Text.isPlausible(said)) {
      return false;
    }
    quantity = said;
    counted = true;
    return true;
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

  /** Leaves out what comes with the dish and was not mentioned. */
  void leaveOutTheRest() {
    named.dish().included().stream().filter(sku -> !mentioned.contains(sku)).forEach(without::add);
  }

  /** Whether toppings that are named after a later line might be meant for this one too. */
  boolean takesToppings() {
    return isDish() && !isModified();
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

  Dish dish() {
    return named.dish();
  }

  /** Whether toppings can go with it. */
  boolean isDish() {
    return named.dish().kind() == Dish.Kind.DISH;
  }

  boolean isSized() {
    return size != null;
  }

  /** One portion of what is wished for. */
  Wish portion() {
    return new Wish(named.dish().sku(), size == null ? Size.REGULAR : size, 1, List.copyOf(with), List.copyOf(without));
  }
}
