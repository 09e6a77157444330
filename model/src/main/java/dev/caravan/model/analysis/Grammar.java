package dev.caravan.model.analysis;

import dev.caravan.model.menu.Size;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The English that orders are made of, besides the menu's own words. */
final class Grammar {

  /**
   * How toppings are announced.
   *
   * <p>WITH what comes with the dish anyway changes nothing, EXTRA adds to it, ONLY leaves out the rest of it. "No syrup and
   * butter" may mean a dish with butter, so that NO takes a list with "or" only.
   */
  enum Modifier {
    WITH("and"), ONLY("and"), EXTRA("and"), WITHOUT("and", "or"), NO("or", "nor");

    private final Set<String> joiners;

    Modifier(String... joiners) {
      this.joiners = Set.of(joiners);
    }

    boolean joins(String word) {
      return joiners.contains(word);
    }

    boolean adds() {
      return this == WITH || this == ONLY || this == EXTRA;
    }
  }

  static final Phrases<Modifier> MODIFIERS = Phrases
      .of(Modifier.WITH, "with, w, with some, topped with, served with, covered in, covered with, smothered in, drizzled with, "
          + "including")
      .and(Modifier.ONLY, "with only, with just, only with, just with, with nothing but")
      .and(Modifier.EXTRA, """
          extra, xtra, with extra, plus, plus extra, add, add extra, add some, more, with more, lots of, with lots of, \
          plenty of, with plenty of""")
      .and(Modifier.WITHOUT, "without, without any, hold, minus, leave off, leave out, skip, sans, never mind, no need for, "
          + each("don't, dont, do not", "put, put any, add, add any, want, want any") + ", "
          + each("i, we", "don't want, dont want, do not want", ", any"))
      .and(Modifier.NO, "no, with no, not, neither, with neither");

  /** What may stand between toppings and what they take the place of. */
  static final Phrases<Boolean> REPLACING = Phrases.of(true, "instead of, in place of, rather than");

  /** What may stand between two lines, or before a modifier. */
  static final Set<String> JOINERS = Set.of("and", "plus", "then", "also", "but", "with", "add");

  static final Phrases<Size> SIZES = Phrases
      .of(Size.SMALL, "small, sm, little, small sized, half portion, half portions, half a portion, half size, half sized")
      .and(Size.REGULAR, "regular, reg, normal, standard, medium, med, full size, full sized, medium sized, regular sized")
      .and(Size.LARGE, "large, lg, lrg, big, double, large sized");

  /** How a portion is called. */
  static final Phrases<Boolean> PORTIONS = Phrases.of(true, "portion, portions, order, orders, serving, servings, plate, "
      + "plates, helping, helpings, cup, cups, glass, glasses, mug, mugs, piece, pieces, pcs");

  /** What may stand between a modifier and its topping. */
  static final Phrases<Boolean> PARTITIVES = Phrases.of(true,
      "some, a little, a side of, a bit of, a pat of, a dollop of, a drizzle of, a handful of");

  /** What may follow a topping without changing it; true where it tells of several portions, which may be of several lines. */
  static final Phrases<Boolean> AFTERTHOUGHTS = Phrases.of(false, "on top, on it, with it")
      .and(true, "each, on them, on each, on both, on all of them, with them");

  /** What may follow a line without changing it. */
  static final Phrases<Boolean> BESIDES = Phrases.of(true, "too, as well");

  /** That a dish comes without what comes with it. */
  static final Phrases<Boolean> BARE = Phrases.of(true, each(", with", "nothing", "on it, on them"));

  /** That what follows is true of all portions of the only line, and whether there are just two of them. */
  static final Phrases<Boolean> ALL = Phrases.of(false, "all, all of them, each, each one").and(true, "both, both of them");

  /** What may stand before and after a count without changing it. */
  static final Phrases<Boolean> EMPHASES = Phrases.of(true, "only, exactly, just, qty, single, more");

  /** That what was said is to be replaced by what follows; true where it may be another dish. */
  static final Phrases<Boolean> CORRECTIONS = Phrases
      .of(false, "make that, make it, no, no sorry, wait, sorry, i mean, actually, oops, correction")
      .and(true, "no wait, wait no, scratch that");

  /** For how many people there is what was said before. */
  static final Phrases<Boolean> EACH_FOR = Phrases.of(true, "each for, each for the, apiece for");

  static final Phrases<Boolean> PEOPLE = Phrases.of(true, "people, persons, of us, of them");

  /** How a clipped name goes on: "two plain ones". */
  static final Phrases<Boolean> ONES = Phrases.of(true, "ones");

  private static final String PERSONS = each("my, our, the, his, her", """
      friend, wife, husband, partner, son, daughter, kid, child, boy, girl, little one, baby, mom, mum, dad, mother, father, \
      brother, sister, girlfriend, boyfriend, colleague, boss, guest, neighbour, neighbor""");

  private static final String CROWDS = each("my, our, the, all the", """
      office, whole office, team, whole team, family, whole family, kids, children, boys, girls, guests, friends, colleagues, \
      table, crew, group""") + ", kids, grown ups, adults";

  private static final String WISHING = "would like, would love, wants, want, will have, will take, needs, need";

  private static final String SOFTENING = ", please, pls, plz, just, also, possibly, please just, please also";

  private static final String GETTING = """
      have, get, take, order, make, bring, send, give, grab, prepare, cook, want, wanna, need, fancy, gimme, lemme, \
      place an order for""";

  /** For whom it is, if they are several: one portion may then be one for each. */
  static final Phrases<Boolean> FOR_MANY = Phrases.of(true, each("for", CROWDS)).and(true, each(CROWDS, WISHING));

  /** Words that say nothing about an order that they open, but may take something back after one. */
  static final Phrases<Boolean> OPENERS = Phrases.of(true, """
      um, umm, uh, uhh, uhm, hmm, hm, er, erm, ah, oh, well, so, ok, okay, right, alright, actually, sorry, i mean, make it, \
      make that, let's see""");

  /** Words that may stand anywhere and say nothing about the order. */
  static final Phrases<Boolean> FILLERS = Phrases.of(true, """
      the, of, please, pls, plz, kindly, if you please, if possible, if you can, when you can, thanks, thx, ty, tnx, thank \
      you, thank u, thank you very much, thank you so much, thank you kindly, thanks a lot, thanks so much, many thanks, \
      thanks in advance, cheers, cheers love, thanks love, mate, bro, buddy, guys, folks, everyone, hi, hiya, hello, hey, yo, \
      sup, hi there, hello there, hey there, good day, morning, good morning, good afternoon, good evening, greetings, excuse \
      me, dear team, bye, regards, best regards, kind regards, best wishes, sent from my iphone, sent from my phone, sent from \
      my android, for me, for us, to go, to take away, takeaway, takeout, for takeaway, for takeout, for here, to stay, to eat \
      in, eat in, for breakfast, for lunch, for brunch, for dinner, today, now, right now, asap, as soon as possible, quick, \
      quickly, real quick, with nothing extra, nothing extra, starving, i'm starving, i'm hungry, i'm so hungry, i'm really \
      hungry, as a treat, that's all, thats all, that's it, thats it, that is all, that is it, that will be all, nothing else, \
      my order, my order is, our order, our order is, the order is, i order, breakfast order, new order, put me down for, hook \
      me up with, how about, any chance of, that would be, that'll be, i think, i guess, if it's not too much trouble, if it \
      isn't too much trouble, i'd like to place an order for""")
      .and(true, GETTING)
      .and(true, each("have a", "nice, good, great, lovely", "day, one, evening, weekend"))
      .and(true, each("me, us", ""))
      .and(true, each("can, could, may, might, cn", "i, we", SOFTENING, "have, get, take, order, grab, do, try"))
      .and(true, each("can, could, would, will", "you, u", SOFTENING, "make, bring, send, give, get, prepare, cook, do"))
      .and(true, each("i'd, i would, id, we'd, we would, would, wld, i wld", "like, love, appreciate, fancy, prefer"))
      .and(true, each("i, we", "want, need, wanna, fancy, wish for"))
      .and(true, each("to", "have, get, order, take, try, place an order for"))
      .and(true, each("i'll, i will, ill, we'll, we will, i'm gonna, im gonna, imma, i am going to, i'm going to, let's, lets",
          "have, take, get, do, order, need, try, go with, go for, start with"))
      .and(true, each("i'm, im, we're", "having, getting, taking"))
      .and(true, each("let, bring, give, get, send, make, do, cook", "me, us", ", have, get"))
      .and(true, each("i'd be, i would be, we'd be", ", so, very", "happy with, glad of"))
      .and(true, each("i was, we were, i'm, just", "wondering if", "i could, we could, you could"))
      .and(true, each(", would you, could you", "be so kind as to"))
      .and(true, each("for", PERSONS))
      .and(true, each(PERSONS, WISHING))
      .and(true, each("he, she", "would like, would love, wants, will have, needs"));

  /** Words that are right as they are, however near they come to one of the others or of the menu's. */
  static final Set<String> RIGHT = Set.of("""
      back bandana baron baton batter beacon better bitter blank block butler buttery change chipped class coffer couples \
      crack creak creamy cropped dozens eighth eleventh extras falter fifteenth fifth fiftieth filler flesh fourth homey \
      hone honed host hundreds juicy lager larger leaves males menus mines mints newer ninth odder older origin pains pairs \
      partake plaid plan positions potion sack saucer saucy serve server seventh shack shall shirt shoot shore shot shout \
      sixth slack smack smaller smell snack snort sort space spicy spike spine spite sport stalk stall stank stick stock \
      stuck swerve teen tenth thee these thirds thousands twelfth while whisper whose wrapped""".split(" +"));

  static final Set<String> WORDS = Stream.concat(JOINERS.stream(),
      Stream.of(ONES, MODIFIERS, REPLACING, SIZES, PORTIONS, PARTITIVES, AFTERTHOUGHTS, BESIDES, BARE, ALL, EMPHASES, CORRECTIONS,
          EACH_FOR, PEOPLE, FOR_MANY, OPENERS, FILLERS)
          .flatMap(Phrases::words))
      .collect(Collectors.toUnmodifiableSet());

  private Grammar() {}

  /** One of each list after the other, in all combinations; a list may begin with nothing. */
  private static String each(String... lists) {
    return Stream.of(lists).map(list -> List.of(list.split(", *")))
        .reduce((starts, ends) -> starts.stream()
            .flatMap(start -> ends.stream().map(end -> (start + " " + end).strip())).toList())
        .map(phrases -> String.join(", ", phrases)).orElseThrow();
  }
}
