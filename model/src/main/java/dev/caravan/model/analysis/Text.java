package dev.caravan.model.analysis;

import dev.caravan.model.analysis.Grammar.Modifier;
import dev.caravan.model.analysis.Numbers.Count;
import dev.caravan.model.analysis.Phrasebook.Named;
import dev.caravan.model.analysis.Phrases.Match;
import dev.caravan.model.analysis.Token.Kind;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Size;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An order's text, and what can be told of each place in it without knowing what was ordered before. */
final class Text {

  /** Lines that start at a place, and where the last of them ends. */
  record Found(List<Line> lines, int end) {

    Line line() {
      return lines.get(lines.size() - 1);
    }
  }

  /** After these something is told of what stands before them. */
  private static final Set<String> MARKS = Set.of(":", "-", "–", "—");

  /** After these comes something besides what was said. */
  private static final Set<String> MORE = Set.of("and", "also", "plus");

  /** Words that one phrase after another may have, where they are asked for at every place. */
  private static final int LONGEST = 12;

  private final Tokens tokens;
  private final Phrasebook menu;
  private final List<String> words;
  private final List<String> singulars;
  private final int firstDish;

  Text(String written, Phrasebook menu) {
    this.tokens = menu.mended(Tokens.of(written));
    this.menu = menu;
    this.words = tokens.words();
    this.singulars = words.stream().map(Spelling::singular).toList();
    this.firstDish = IntStream.range(0, size()).filter(at -> dish(at) != null).findFirst().orElse(size());
  }

  static boolean isPlausible(int quantity) {
    return quantity >= 1 && quantity <= Item.MAX_QUANTITY;
  }

  int size() {
    return tokens.size();
  }

  boolean is(Kind kind, int at) {
    return tokens.is(kind, at);
  }

  String word(int at) {
    return tokens.word(at);
  }

  String written(int from, int to) {
    return tokens.written(from, to);
  }

  int misspelt() {
    return tokens.misspelt();
  }

  <T> @Nullable Match<T> at(int start, Phrases<T> phrases) {
    return phrases.at(words, start);
  }

  /** After the phrase that starts there, or there where none does. */
  int past(Phrases<?> phrases, int start) {
    var match = phrases.at(words, start);
    return match == null ? start : match.end();
  }

  @Nullable Count count(int start) {
    return Numbers.at(tokens, start);
  }

  @Nullable Match<Named> dish(int start) {
    return menu.dish(singulars, start);
  }

  boolean namesDishAfter(int start) {
    return IntStream.range(start, size()).anyMatch(at -> dish(at) != null);
  }

  /** Whether the word there tells of the dish what it is anyway: "black" of coffee. */
  boolean describes(int at, Line line) {
    return at < size() && !line.isDish() && menu.describes(singulars.get(at), line.dish());
  }

  /** Whether the one's name may be that of the other, too: "one plain" of waffles. */
  boolean describes(Line one, Line other) {
    return menu.describes(one.dish(), other.dish());
  }

  /** Whether the one only tells which of the other: "two blueberry pancakes" after "pancakes". */
  boolean specifies(Line one, Line other) {
    return menu.specifies(one.dish(), other.dish());
  }

  /** The topping that is named there, unless a longer name makes it a dish: "butter and blueberry pancakes". */
  @Nullable Match<Named> topping(int start) {
    int named = pastFillers(past(Grammar.PARTITIVES, pastFillers(start)));
    var topping = menu.topping(singulars, named);
    var dish = dish(named);
    return topping == null || dish != null && dish.end() > topping.end() ? null : topping;
  }

  /** The line that starts there, if one does. */
  @Nullable Found line(int start, int sentence) {
    int first = pastEmphases(start);
    boolean crossed = word(first).equals("x") && is(Kind.NUMBER, first + 1);
    var count = corrected(count(crossed ? first + 1 : first));
    int next = count == null ? first : pastRepeated(count);
    next = pastEmphases(count != null && !crossed && word(next).equals("x") ? next + 1 : next);
    Match<Size> size = null;
    var dish = dish(next);
    if (dish == null) {
      size = at(next, Grammar.SIZES);
      next = size == null ? next : pastFillers(size.end());
      dish = dish(next);
    }
    if (dish == null) {
      int portion = past(Grammar.PORTIONS, next);
      dish = portion == next ? null : dish(pastFillers(portion));
    }
    if (dish == null) {
      return null;
    }
    int end = dish.meaning().clipped() ? past(Grammar.ONES, dish.end()) : dish.end();
    boolean crossedAfter = word(end).equals("x") && is(Kind.NUMBER, end + 1);
    if (crossedAfter && count != null) {
      return null;
    }
    var countAfter = crossedAfter ? count(end + 1) : count == null ? countAfter(end) : null;
    if (countAfter != null) {
      count = countAfter;
      end = count.end();
    }
    int quantity = count == null ? 1 : count.value();
    boolean unclear = dish.meaning().clipped() && (count != null && count.isArticle() || !closes(end));
    if (!isPlausible(quantity) || unclear) {
      return null;
    }
    var line = new Line(quantity, count != null, size == null ? null : size.meaning(), dish.meaning(), sentence);
    return new Found(List.of(line), end);
  }

  /** The lines that start there and share the dish of the last one: "two large and one small waffle". */
  @Nullable Found sizes(int start, int sentence) {
    return sizes(start, sentence, Size.values().length);
  }

  private @Nullable Found sizes(int start, int sentence, int most) {
    var count = count(start);
    var size = count == null ? null : at(pastFillers(count.end()), Grammar.SIZES);
    if (most < 2 || count == null || size == null || !isPlausible(count.value())) {
      return null;
    }
    int joiner = pastFillers(size.end());
    int next = joiner;
    while (separates(next)) {
      next = pastFillers(next + 1);
    }
    var line = next == joiner ? null : line(next, sentence);
    boolean isLast = line != null && line.line().isCounted() && line.line().isSized();
    var rest = isLast ? line : next == joiner || line != null ? null : sizes(next, sentence, most - 1);
    return rest == null ? null : new Found(
        Stream.concat(Stream.of(rest.line().like(count.value(), size.meaning())), rest.lines.stream()).toList(), rest.end);
  }

  /** The count that the customer made of it: "two, no, three". */
  private @Nullable Count corrected(@Nullable Count count) {
    int next = count == null ? -1 : pastCorrections(is(Kind.COMMA, count.end()) ? count.end() + 1 : count.end());
    var other = next < 0 ? null : count(next);
    return other == null ? count : other;
  }

  /** After a count and what repeats it: "two (2)". */
  private int pastRepeated(Count count) {
    int end = count.end();
    return isBracketed(end) && word(end).equals(Integer.toString(count.value())) ? end + 1 : end;
  }

  /** The count that is told after a dish: "waffles: 2", "waffles (2)". */
  private @Nullable Count countAfter(int end) {
    int start = isMark(end) ? end + 1 : end;
    var count = is(Kind.NUMBER, start) && (start > end || isBracketed(end)) ? count(start) : null;
    return count != null && endsClause(count.end()) ? count : null;
  }

  private boolean isBracketed(int at) {
    return is(Kind.NUMBER, at) && tokens.opensBracket(at) && tokens.closesBracket(at);
  }

  /** Whether a topping is announced there without a word before it: "(nuts)", "nuts on top", "nuts instead of butter". */
  boolean announcesTopping(int start) {
    var topping = topping(start);
    return topping != null && dish(start) == null && (tokens.opensBracket(start)
        || at(topping.end(), Grammar.AFTERTHOUGHTS) != null || at(topping.end(), Grammar.REPLACING) != null);
  }

  /** Where the list of toppings goes on from there, or -1. */
  int nextTopping(int start, Modifier modifier) {
    int joiner = pastFillers(start);
    int next = joiner;
    while (modifier.adds() && is(Kind.COMMA, next)) {
      next = pastFillers(next + 1);
    }
    next = modifier.joins(word(next)) ? pastFillers(next + 1) : next;
    return next > joiner && topping(next) != null ? next : -1;
  }

  boolean isMark(int at) {
    return is(Kind.COMMA, at) && MARKS.contains(word(at));
  }

  boolean separates(int at) {
    return is(Kind.COMMA, at) || is(Kind.WORD, at) && Grammar.JOINERS.contains(word(at));
  }

  boolean endsClause(int at) {
    return at >= size() || is(Kind.BREAK, at) || separates(at) || filler(at) != null;
  }

  /** Whether a name can end there: "two blueberry" is not ended by "muffins". */
  private boolean closes(int end) {
    return !is(Kind.WORD, end) || endsClause(end) || count(end) != null || at(end, Grammar.MODIFIERS) != null;
  }

  int pastFillers(int start) {
    int next = start;
    for (var filler = filler(next); filler != null; filler = filler(next)) {
      next = filler.end();
    }
    return next;
  }

  @Nullable Match<Boolean> filler(int start) {
    if (dish(start) != null) {
      return null;
    }
    var filler = longer(at(start, Grammar.FILLERS), at(start, Grammar.FOR_MANY));
    var opener = at(start, Grammar.OPENERS);
    return opener != null && (start < firstDish || addsMore(opener.end())) ? longer(filler, opener) : filler;
  }

  private static @Nullable Match<Boolean> longer(@Nullable Match<Boolean> one, @Nullable Match<Boolean> other) {
    return one == null || other != null && other.end() > one.end() ? other : one;
  }

  private boolean addsMore(int start) {
    return MORE.contains(word(is(Kind.COMMA, start) ? start + 1 : start));
  }

  int pastEmphases(int start) {
    int next = pastFillers(start);
    int past = past(Grammar.EMPHASES, next);
    while (past > next && past - start < LONGEST) {
      next = pastFillers(past);
      past = past(Grammar.EMPHASES, next);
    }
    return next;
  }

  /** After words that take something back, and the commas between them; -1 where there are none. */
  int pastCorrections(int start) {
    int next = start;
    int past = past(Grammar.CORRECTIONS, next);
    while (past > next && past - start < LONGEST) {
      next = is(Kind.COMMA, past) ? past + 1 : past;
      past = past(Grammar.CORRECTIONS, next);
    }
    return next == start ? -1 : next;
  }
}
