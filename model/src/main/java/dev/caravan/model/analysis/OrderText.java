package dev.caravan.model.analysis;

import dev.caravan.model.analysis.Grammar.Modifier;
import dev.caravan.model.analysis.Phrases.Match;
import dev.caravan.model.analysis.Text.Found;
import dev.caravan.model.analysis.Token.Kind;
import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Size;
import dev.caravan.model.menu.Wish;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Reads an order in English by rules. It never guesses: what it does not know, or what could mean two things, is not
 * understood.
 *
 * <pre>
 * order    = { line | part | size | count | correction | modifier topping { joiner topping } | joiner | "," | "." }
 * line     = { count size joiner } [ count [ "x" ] ] [ size ] [ "portions" ] dish [ "x" count | ":" count | "(" count ")" ]
 * part     = count ( size | modifier topping | "for me" )
 * </pre>
 *
 * A dish without a count is one portion, unless it follows a counted one in the same sentence: "two blueberry and banana
 * pancakes" is unclear. A clipped name ("blueberry") always needs its count. A part tells apart some of the portions that were
 * counted just before: "three waffles, one small and two with nuts". A size, a count or a correction after a line is taken only
 * where there is but one line that it can be of.
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

  private record Part(int portions, @Nullable Size size, int end) {}

  private final Text text;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> understood = new ArrayList<>();
  private final List<String> notUnderstood = new ArrayList<>();
  private int at;
  private int sentence;
  private int entries;
  private Gap gap = Gap.BREAK;
  private @Nullable Line latest;
  private int latestEnd = -1;

  private OrderText(Text text) {
    this.text = text;
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
    return new OrderText(new Text(text, phrasebook)).read();
  }

  private Reading read() {
    for (at = text.pastFillers(0); at < text.size(); at = text.pastFillers(at)) {
      var modifier = text.at(pastAll(), Grammar.MODIFIERS);
      if (text.is(Kind.BREAK, at) || isNextEntry()) {
        entries += text.is(Kind.ITEM, at) ? 1 : 0;
        gap = Gap.BREAK;
        sentence++;
        at++;
      } else if (corrects() || multiplies() || describes()) {
        gap = Gap.NONE;
      } else if (announcesTopping()) {
        modify(Modifier.WITH, at);
      } else if (modifier != null && !joinsLine(modifier)) {
        modify(modifier.meaning(), modifier.end());
      } else if (text.separates(at)) {
        gap = gap == Gap.BREAK ? Gap.BREAK : Gap.COMMA;
        at++;
      } else {
        line();
      }
    }
    refuseOneForMany();
    return new Reading(wishes(), List.copyOf(understood), List.copyOf(notUnderstood), text.misspelt());
  }

  /** Whether a list goes on there, with a number that cannot be a count: "2. three waffles". */
  private boolean isNextEntry() {
    return text.is(Kind.ITEM, at) && Integer.parseInt(text.word(at)) == entries + 1
        && text.count(text.pastFillers(at + 1)) != null;
  }

  private boolean announcesTopping() {
    boolean toLatest = latest != null && (text.word(at - 1).equals(":") && isLatestBefore(at - 1)
        || text.at(at, Grammar.PARTITIVES) != null && latest.quantity() == 1);
    return text.announcesTopping(at) || toLatest && text.topping(at) != null && text.dish(at) == null;
  }

  /** Whether the modifier only joins two lines: "plus two coffees", "with a coffee"; "coffee with milk" is unclear. */
  private boolean joinsLine(Match<Modifier> modifier) {
    var next = text.separates(at) && text.topping(modifier.end()) == null ? text.line(modifier.end(), sentence) : null;
    return next != null && (modifier.meaning() != Modifier.WITH || next.line().isCounted());
  }

  private void line() {
    var found = text.line(at, sentence);
    var sizes = found == null ? text.sizes(at, sentence) : null;
    if (found != null ? isClear(found.line()) : sizes != null && part() == null) {
      add(found == null ? sizes : found);
    } else if (found != null || sizes != null || !tellsApart() && !resizes() && !recounts()) {
      refuse(at);
      latest = null;
    }
  }

  private void add(@Nullable Found found) {
    if (found != null) {
      lines.addAll(found.lines());
      latest = found.line();
      latestEnd = found.end();
      understand(found.end());
    }
  }

  /** Notes that what is written up to there was understood. */
  private boolean understand(int end) {
    understood.add(text.written(at, end));
    at = end;
    gap = Gap.NONE;
    return true;
  }

  private boolean isClear(Line line) {
    return line.isCounted() ? !isCountOfLatest() && !mayBePart(line) : !needsCount(line);
  }

  private boolean needsCount(Line line) {
    return line.isClipped() || gap == Gap.NONE || text.word(at - 1).equals("/")
        || lines.stream().anyMatch(other -> other.sentence() == sentence && other.isCounted());
  }

  /** Whether the count there may as well be that of what was named just before: "waffles 2 coffees". */
  private boolean isCountOfLatest() {
    return latest != null && !latest.isCounted() && isLatestBefore(text.isMark(at - 1) ? at - 1 : at);
  }

  /** Whether it may be of what was named before: "two waffles: one banana", "two waffles, one plain", "pancakes, one plain". */
  private boolean mayBePart(Line line) {
    boolean listed = latest != null && latest.isCounted() && text.word(at - 1).equals(":") && isLatestBefore(at - 1);
    return listed || lines.stream().anyMatch(other -> !other.isCounted() && text.specifies(line, other)
        || line.isClipped() && other.sentence() == sentence
            && (other.isPart() || other.quantity() >= line.quantity() && text.describes(line, other)));
  }

  private boolean isLatestBefore(int place) {
    return latestEnd == place;
  }

  private boolean isOnlyLine() {
    return latest != null && lines.size() == 1;
  }

  private boolean tellsApart() {
    var part = part();
    var line = part == null || latest == null ? null : latest.whole().part(part.portions, part.size);
    if (part == null || line == null) {
      return false;
    }
    add(new Found(List.of(line), part.end));
    return true;
  }

  /** What tells some of the portions apart that were counted just before: "one large", "two with nuts". */
  private @Nullable Part part() {
    var count = text.count(at);
    if (count == null || latest == null || !isDivided(latest)) {
      return null;
    }
    int counted = text.past(Grammar.PEOPLE, count.end());
    var size = text.at(counted, Grammar.SIZES);
    int end = size == null ? counted : size.end();
    boolean told = size != null && text.endsClause(end) || text.at(end, Grammar.MODIFIERS) != null
        || text.word(end).equals("for") && text.filler(end) != null;
    return told ? new Part(count.value(), size == null ? null : size.meaning(), end) : null;
  }

  private boolean isDivided(Line line) {
    boolean begins = text.is(Kind.COMMA, at - 1) && line.isCounted() && line.quantity() > 1 && !line.isModified();
    return gap == Gap.COMMA && (line.isPart() || begins)
        && lines.stream().allMatch(other -> other.sentence() != sentence || other.whole() == line.whole());
  }

  /** Takes the size that is told after the dish: "coffee, large", "two coffees, both large". */
  private boolean resizes() {
    int start = pastAll();
    var size = text.at(start, Grammar.SIZES);
    boolean clear = isOnlyLine() || start == at && (gap == Gap.NONE
        || gap == Gap.COMMA && lines.stream().allMatch(other -> other == latest || other.sentence() != sentence));
    if (size == null || latest == null || !clear || !latest.takesSize() || latest.isPart() || !text.endsClause(size.end())) {
      return false;
    }
    latest.resize(size.meaning());
    return understand(size.end());
  }

  /** Takes the count that is told after the only dish: "Waffles. Three of them." */
  private boolean recounts() {
    var count = gap == Gap.NONE ? null : text.count(at);
    if (count == null || count.isArticle() || latest == null || !isOnlyLine() || latest.isCounted()) {
      return false;
    }
    int end = text.past(Grammar.PEOPLE, count.end());
    return text.endsClause(end) && !text.namesDishAfter(end) && latest.recount(count.value()) && understand(end);
  }

  /** Takes what is said instead of the only line or its count: "no, three", "not four", "no wait, a tea". */
  private boolean corrects() {
    if (latest == null || !isOnlyLine() || latest.isModified()) {
      return false;
    }
    int next = text.pastCorrections(at);
    boolean denied = next < 0 && text.word(at).equals("not");
    var count = next < 0 && !denied ? null : text.count(denied ? at + 1 : next);
    if (count == null) {
      return false;
    }
    if (!count.isArticle() && text.endsClause(count.end())) {
      boolean fits = denied ? latest.isCounted() && latest.quantity() != count.value() : latest.recount(count.value());
      return fits && understand(count.end());
    }
    var correction = text.at(at, Grammar.CORRECTIONS);
    var found = correction != null && correction.meaning() ? text.line(next, sentence) : null;
    if (found == null) {
      return false;
    }
    lines.clear();
    add(found);
    return true;
  }

  /** Orders the only line for so many people: "each for the four of us". */
  private boolean multiplies() {
    var each = text.at(at, Grammar.EACH_FOR);
    var count = each == null ? null : text.count(each.end());
    return count != null && !count.isArticle() && Text.isPlausible(count.value()) && latest != null && isOnlyLine()
        && latest.isCounted() && latest.recount(count.value() * latest.quantity())
        && understand(text.past(Grammar.PEOPLE, count.end()));
  }

  /** Takes what is said of the line before: that it is bare, or what it is anyway, as a coffee is "black". */
  private boolean describes() {
    var bare = text.at(at, Grammar.BARE);
    var line = bare == null ? null : modified();
    if (bare != null && line != null) {
      line.leaveOutTheRest();
      return understand(bare.end());
    }
    int end = isLatestBefore(at) ? text.past(Grammar.BESIDES, at) : at;
    end = end == at && latest != null && text.describes(at, latest) ? at + 1 : end;
    return end > at && latest != null && text.endsClause(end) && understand(end);
  }

  /** After "all" or "both", if that means the portions of the only line. */
  private int pastAll() {
    var all = text.at(at, Grammar.ALL);
    boolean fits = all != null && latest != null && isOnlyLine() && latest.isCounted()
        && (all.meaning() ? latest.quantity() == 2 : latest.quantity() > 1);
    return all != null && fits ? all.end() : at;
  }

  private void modify(Modifier modifier, int first) {
    var line = modified();
    int from = at;
    int item = first;
    for (boolean listed = false; item >= 0; listed = true) {
      var topping = text.topping(item);
      var afterthought = topping == null ? null : text.at(topping.end(), Grammar.AFTERTHOUGHTS);
      boolean clear = afterthought == null || !afterthought.meaning() || lines.stream().filter(Line::isDish).count() == 1;
      if (topping != null && line != null && clear && line.modify(modifier, topping.meaning().dish(), listed)) {
        at = from;
        understand(afterthought == null ? topping.end() : afterthought.end());
      } else {
        refuse(from);
      }
      item = text.nextTopping(at, modifier);
      from = item;
    }
    gap = Gap.NONE;
    var replaced = modifier.adds() ? text.at(at, Grammar.REPLACING) : null;
    boolean only = modifier == Modifier.WITH && text.word(at).equals("only") && text.endsClause(at + 1);
    if (replaced != null) {
      modify(Modifier.WITHOUT, replaced.end());
    } else if (line != null && (only || modifier == Modifier.ONLY)) {
      line.leaveOutTheRest();
      at += only ? 1 : 0;
    }
  }

  /** The line that a modifier here belongs to, unless it may as well belong to an earlier one too. */
  private @Nullable Line modified() {
    var last = latest;
    if (last == null || last.isPart()) {
      return gap == Gap.NONE ? last : null;
    }
    if (last.isModified()) {
      return last;
    }
    boolean shared = lines.stream().filter(line -> line != last && line.takesToppings()).anyMatch(line -> switch (gap) {
      case NONE -> line.sentence() == last.sentence() && line.isClipped();
      case COMMA -> line.sentence() == last.sentence();
      case BREAK -> true;
    });
    return shared && last.takesToppings() ? null : last;
  }

  /** Notes what is written from there to the end of its clause. */
  private void refuse(int from) {
    int end = from + 1;
    for (at = end; at < text.size() && !text.is(Kind.BREAK, at) && !text.separates(at);) {
      int past = text.pastFillers(at);
      end = past > at ? end : at + 1;
      at = Math.max(past, at + 1);
    }
    notUnderstood.add(text.written(from, end));
  }

  /** A coffee for the whole office may be one for each. */
  private void refuseOneForMany() {
    if (lines.stream().allMatch(line -> line.isCounted() && line.whole().quantity() != 1)) {
      return;
    }
    for (int start = 0; start < text.size(); start++) {
      int end = text.past(Grammar.FOR_MANY, start);
      if (end > start) {
        notUnderstood.add(text.written(start, end));
      }
    }
  }

  /** The lines, those that differ in quantity only added up. */
  private List<Wish> wishes() {
    var quantities = new LinkedHashMap<Wish, Integer>();
    lines.stream().filter(line -> line.quantity() > 0)
        .forEach(line -> quantities.merge(line.portion(), line.quantity(), Integer::sum));
    return quantities.entrySet().stream().map(entry -> {
      var one = entry.getKey();
      return new Wish(one.sku(), one.size(), entry.getValue(), one.with(), one.without());
    }).toList();
  }
}
