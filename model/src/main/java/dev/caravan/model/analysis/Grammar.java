package dev.caravan.model.analysis;

import dev.caravan.model.menu.Size;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The English that orders are made of, besides the menu's own words. Nothing here is matched but exactly. */
final class Grammar {

  /**
   * How toppings are announced.
   *
   * <p>WITH what comes with the dish anyway changes nothing, EXTRA adds to it. "No syrup and butter" may mean a dish with
   * butter, so that NO takes a list with "or" only.
   */
  enum Modifier {
    WITH("and"), EXTRA("and"), WITHOUT("and", "or"), NO("or", "nor");

    private final Set<String> joiners;

    Modifier(String... joiners) {
      this.joiners = Set.of(joiners);
    }

    boolean joins(String word) {
      return joiners.contains(word);
    }

    boolean adds() {
      return this == WITH || this == EXTRA;
    }
  }

  static final Phrases<Modifier> MODIFIERS = Phrases
      .of(Modifier.WITH, "with, with some, topped with, served with")
      .and(Modifier.EXTRA, "extra, with extra, plus, plus extra, add, add extra, add some")
      .and(Modifier.WITHOUT, "without, without any, hold, minus, leave off, leave out, skip")
      .and(Modifier.NO, "no, with no");

  /** What may stand between two lines, or before a modifier. */
  static final Set<String> JOINERS = Set.of("and", "plus", "then", "also", "but", "with", "add");

  static final Phrases<Size> SIZES = Phrases
      .of(Size.SMALL, "small, little, half portion, half portions, half a portion, half size, half sized")
      .and(Size.REGULAR, "regular, normal, standard, full size, full sized")
      .and(Size.LARGE, "large, big, double");

  /** How a portion is called. */
  static final Phrases<Boolean> PORTIONS = Phrases.of(true, "portion, portions, order, orders, serving, servings, plate, "
      + "plates, helping, helpings, cup, cups, glass, glasses, mug, mugs, piece, pieces");

  /** What may stand between a modifier and its topping. */
  static final Phrases<Boolean> PARTITIVES = Phrases.of(true,
      "some, a little, a side of, a bit of, a pat of, a dollop of, a drizzle of, a handful of");

  /** What may follow a topping without changing it. */
  static final Phrases<Boolean> AFTERTHOUGHTS = Phrases.of(true, "each, on top, on them, on it, on each, on all of them");

  /** Words that may stand anywhere and say nothing about the order. */
  static final Phrases<Boolean> FILLERS = Phrases.of(true, """
      the, of, please, pls, plz, thanks, thank you, thank you very much, thanks a lot, many thanks, cheers, \
      hi, hello, hey, hi there, hello there, good morning, good afternoon, good evening, greetings, \
      i'd like, i would like, we'd like, we would like, i'd love, we'd love, i want, we want, i need, we need, \
      i'd like to have, i would like to have, i'd like to order, i would like to order, i want to order, \
      we'd like to order, we would like to order, we'd like to have, i'll have, i will have, we'll have, we will have, \
      i'll take, i will take, we'll take, we will take, i'll get, i'm having, let me have, let me get, let's have, \
      can i have, can i get, can i order, can we have, can we get, can we order, could i have, could i get, could we have, \
      could we get, could i order, could we order, may i have, may i get, may we have, may we get, can you make, \
      can you make me, could you make, could you make me, would you make me, could you get me, can you get me, \
      can i please have, can i please get, could i please have, could i please get, may i please have, \
      can we please have, can we please get, could we please have, could we please get, \
      give me, give us, get me, get us, bring me, bring us, make me, make us, send me, send us, \
      i'd like to place an order for, i want to place an order for, my order, my order is, our order is, i order, \
      for me, for us, to go, to take away, takeaway, for breakfast, for takeaway, just, have a nice day""");

  static final Set<String> WORDS = Stream.concat(JOINERS.stream(),
      Stream.of(MODIFIERS, SIZES, PORTIONS, PARTITIVES, AFTERTHOUGHTS, FILLERS).flatMap(Phrases::words))
      .collect(Collectors.toUnmodifiableSet());

  private Grammar() {}
}
