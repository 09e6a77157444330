package dev.caravan.model.analysis;

import dev.caravan.model.analysis.Grammar.Modifier;
import dev.caravan.model.analysis.Phrasebook.Named;
import dev.caravan.model.analysis.Phrases.Match;
import dev.caravan.model.analysis.Token.Kind;
import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Size;
import dev.caravan.model.menu.Wish;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Reads an order in English by rules. It never guesses: what it does not know, or what could mean two things, is not
 * understood.
 *
 * <pre>
 * order    = { line | modifier topping { joiner topping } | joiner | "," | "." }
 * line     = [ count [ "x" ] ] [ size ] [ "portions" ] dish [ "x" count ]
 * </pre>
 *
 * A dish without a count is one portion, unless it follows a counted one in the same sentence: "two blueberry and banana
 * pancakes" is unclear. A clipped name ("blueberry") always needs its count.
 */
public final class OrderText {

  /** Characters; a longer text is not read. */
  public static final int MAX_LENGTH = 2_000;

  /** Dear to make, and of use for as long as the menu stays the same. */
  private static volatile @Nullable Phrasebook latestBook;

  /** What stands between two lines, or between a line and its modifiers. */
  private enum Gap {
    NONE, COMMA, BREAK
  }

  private record Found(Line line, int end) {}

  private final Tokens tokens;
  private final Phrasebook menu;
  private final List<String> words;
  private final List<String> spelled;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> understood = new ArrayList<>();
  private final List<String> notUnderstood = new ArrayList<>();
  private int at;
  private int sentence;
  private Gap gap = Gap.BREAK;
  private @Nullable Line latest;

  private OrderText(Tokens tokens, Phrasebook menu) {
    this.tokens = tokens;
    this.menu = menu;
    this.words = tokens.words();
    this.spelled = menu.spelled(tokens);
  }

  /** What the text asks for. A text longer than {@value #MAX_LENGTH} characters is not understood as a whole. */
  public static Reading read(String text, Catalogue menu) {
    if (text.length() > MAX_LENGTH) {
      return new Reading(List.of(), List.of(), List.of(text.substring(0, text.offsetByCodePoints(0, 40)) + "…"), 0);
    }
    var phrasebook = latestBook;
    if (phrasebook == null || phrasebook.menu() != menu) {
      phrasebook = new Phrasebook(menu);
      latestBook = phrasebook;
    }
    return new OrderText(Tokens.of(text), phrasebook).read();
  }

  private Reading read() {
    for (at = pastFillers(0); at < tokens.size(); at = pastFillers(at)) {
      var modifier = Grammar.MODIFIERS.at(words, at);
      if (tokens.is(Kind.BREAK, at)) {
        gap = Gap.BREAK;
        sentence++;
        at++;
      } else if (modifier != null && !joinsLine(modifier)) {
        modify(modifier);
      } else if (separates(at)) {
        gap = gap == Gap.BREAK ? Gap.BREAK : Gap.COMMA;
        at++;
      } else {
        line();
      }
    }
    return new Reading(wishes(), List.copyOf(understood), List.copyOf(notUnderstood), Phrasebook.misspelt(tokens, spelled));
  }

  /** Whether the modifier only joins two lines: "plus two coffees", "with a coffee"; "coffee with milk" is unclear. */
  private boolean joinsLine(Match<Modifier> modifier) {
    var next = separates(at) && topping(modifier.end()) == null ? found(modifier.end()) : null;
    return next != null && (modifier.meaning() != Modifier.WITH || next.line.isCounted());
  }

  private void line() {
    var found = found(at);
    if (found == null || !found.line.isCounted() && needsCount(found.line)) {
      refuse(at);
      latest = null;
      return;
    }
    latest = found.line;
    lines.add(latest);
    understood.add(tokens.written(at, found.end));
    at = found.end;
    gap = Gap.NONE;
  }

  private boolean needsCount(Line line) {
    return line.isClipped() || gap == Gap.NONE
        || lines.stream().anyMatch(other -> other.sentence() == sentence && other.isCounted());
  }

  /** The line that starts there, if one does. */
  private @Nullable Found found(int start) {
    boolean crossed = tokens.word(start).equals("x") && tokens.is(Kind.NUMBER, start + 1);
    var count = Numbers.at(tokens, crossed ? start + 1 : start);
    int next = count == null ? start : count.end();
    if (count != null && !crossed && tokens.word(next).equals("x")) {
      next++;
    }
    next = pastFillers(next);
    Match<Size> size = null;
    var dish = menu.dish(spelled, next);
    if (dish == null) {
      size = Grammar.SIZES.at(words, next);
      next = size == null ? next : pastFillers(size.end());
      dish = menu.dish(spelled, next);
    }
    if (dish == null) {
      var portion = Grammar.PORTIONS.at(words, next);
      dish = portion == null ? null : menu.dish(spelled, pastFillers(portion.end()));
    }
    if (dish == null) {
      return null;
    }
    int end = dish.end();
    if (tokens.word(end).equals("x") && tokens.is(Kind.NUMBER, end + 1)) {
      if (count != null) {
        return null;
      }
      count = Objects.requireNonNull(Numbers.at(tokens, end + 1));
      end = count.end();
    }
    int quantity = count == null ? 1 : count.value();
    boolean unclear = dish.meaning().clipped() && (count != null && count.isArticle() || !closes(end));
    if (quantity < 1 || quantity > Item.MAX_QUANTITY || unclear) {
      return null;
    }
    return new Found(
        new Line(quantity, count != null, size == null ? Size.REGULAR : size.meaning(), dish.meaning(), sentence), end);
  }

  /** Whether a name can end there: "two blueberry" is not ended by "muffins". */
  private boolean closes(int end) {
    return !tokens.is(Kind.WORD, end) || separates(end) || pastFillers(end) > end || Numbers.at(tokens, end) != null
        || Grammar.MODIFIERS.at(words, end) != null;
  }

  private void modify(Match<Modifier> modifier) {
    var line = modified();
    int from = at;
    int item = modifier.end();
    for (boolean listed = false; item >= 0; listed = true) {
      var topping = topping(item);
      if (topping != null && line != null && line.modify(modifier.meaning(), topping.meaning().dish(), listed)) {
        at = pastAfterthought(topping.end());
        understood.add(tokens.written(from, at));
      } else {
        refuse(from);
      }
      item = next(modifier.meaning());
      from = item;
    }
    gap = Gap.NONE;
  }

  /** The line that a modifier here belongs to, unless it may as well belong to an earlier one too. */
  private @Nullable Line modified() {
    var last = latest;
    if (last == null || last.isModified()) {
      return last;
    }
    boolean shared = lines.stream().filter(line -> line != last && line.takesToppings()).anyMatch(line -> switch (gap) {
      case NONE -> line.sentence() == last.sentence() && line.isClipped() && !last.isClipped();
      case COMMA -> line.sentence() == last.sentence();
      case BREAK -> true;
    });
    return shared && last.takesToppings() ? null : last;
  }

  /** The topping that is named there, unless a longer name makes it a dish: "butter and blueberry pancakes". */
  private @Nullable Match<Named> topping(int start) {
    int named = pastFillers(start);
    var partitive = Grammar.PARTITIVES.at(words, named);
    named = partitive == null ? named : pastFillers(partitive.end());
    var topping = menu.topping(spelled, named);
    var dish = menu.dish(spelled, named);
    return topping == null || dish != null && dish.end() > topping.end() ? null : topping;
  }

  /** Where the list of toppings goes on, or -1. */
  private int next(Modifier modifier) {
    int joiner = pastFillers(at);
    int next = modifier.adds() && tokens.is(Kind.COMMA, joiner) ? pastFillers(joiner + 1) : joiner;
    next = modifier.joins(tokens.word(next)) ? pastFillers(next + 1) : next;
    return next > joiner && topping(next) != null ? next : -1;
  }

  /** Notes what is written from there to the end of its clause. */
  private void refuse(int from) {
    int end = from + 1;
    for (at = end; at < tokens.size() && !tokens.is(Kind.BREAK, at) && !separates(at);) {
      int past = pastFillers(at);
      end = past > at ? end : at + 1;
      at = Math.max(past, at + 1);
    }
    notUnderstood.add(tokens.written(from, end));
  }

  private boolean separates(int at) {
    return tokens.is(Kind.COMMA, at) || tokens.is(Kind.WORD, at) && Grammar.JOINERS.contains(tokens.word(at));
  }

  private int pastFillers(int start) {
    int next = start;
    for (var filler = filler(next); filler != null; filler = filler(next)) {
      next = filler.end();
    }
    return next;
  }

  private @Nullable Match<Boolean> filler(int start) {
    return menu.dish(spelled, start) == null ? Grammar.FILLERS.at(words, start) : null;
  }

  private int pastAfterthought(int start) {
    var afterthought = Grammar.AFTERTHOUGHTS.at(words, start);
    return afterthought == null ? start : afterthought.end();
  }

  /** The lines, those that differ in quantity only added up. */
  private List<Wish> wishes() {
    var quantities = new LinkedHashMap<Wish, Integer>();
    lines.forEach(line -> quantities.merge(line.portion(), line.quantity(), Integer::sum));
    return quantities.entrySet().stream().map(entry -> {
      var one = entry.getKey();
      return new Wish(one.sku(), one.size(), entry.getValue(), one.with(), one.without());
    }).toList();
  }
}
