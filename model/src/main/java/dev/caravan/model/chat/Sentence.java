package dev.caravan.model.chat;

import dev.caravan.model.chat.Intent.Lack;
import dev.caravan.model.tasks.Priority;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads a sentence in English by rules. It never guesses: what is not understood to the last word is asked back, and so is what
 * could mean two things, or several at once. A title in quotes is taken as it stands.
 */
public final class Sentence {

  /** Characters; a longer message is not read. */
  public static final int MAX_LENGTH = 2_000;

  /** Words that a time has at most; a longer one is not looked for, because the library that reads it takes long. */
  private static final int LONGEST_TIME = 12;

  static final String HINT = "You can say: remind me to call the bakery tomorrow at 9, add buy milk on Friday, what is due today, "
      + "done with buy milk, delete, move or snooze a task, where is my order, or order two waffles.";
  private static final String WHICH = "Which task do you mean? Name one, by words of its title.";
  private static final String WHEN = "When? Say a day and a time, such as tomorrow at 9:00.";

  private static final int SHORTEST_COMMAND = 5;

  private final ZonedDateTime now;

  private Sentence(ZonedDateTime now) {
    this.now = now;
  }

  /** What the message asks for; {@link Intent.Ask} for what is not understood to the last word. @param now with the zone of whoever says it */
  public static Intent read(String message, ZonedDateTime now) {
    if (message.length() > MAX_LENGTH) {
      return ask("That is too long to be read.");
    }
    return new Sentence(now).read(message.replace('’', '\'').replaceAll("\\s+", " ").strip());
  }

  /** Whether the words are about a time and nothing else, such as the answer to when. */
  static boolean isTime(String message, ZonedDateTime now) {
    var words = message.strip().replaceFirst("[.!]+$", "");
    return words.split("\\s+").length <= LONGEST_TIME && new Sentence(now).time(words) != null;
  }

  private Intent read(String message) {
    var answer = English.POLITE_END.matcher(message).replaceFirst("");
    if (English.YES.matcher(answer).matches()) {
      return new Intent.Yes();
    }
    if (English.NO.matcher(answer).matches()) {
      return new Intent.No();
    }
    var said = English.POLITE.matcher(answer).lookingAt() ? English.POLITE.matcher(answer).replaceFirst("") : answer;
    if (English.HELP.matcher(said).matches()) {
      return new Intent.Help();
    }
    if (English.HALF_QUOTED.matcher(English.QUOTED.matcher(said).replaceAll("")).matches()) {
      return ask("A quotation has no end.");
    }
    var unforgotten = English.UNFORGOTTEN.matcher(said);
    if (unforgotten.matches()) {
      return create(unforgotten.group(1), true, null);
    }
    return English.NEGATED.matcher(said).matches() ? ask("I only do what you ask for, so nothing was done.") : command(spelled(said));
  }

  private static String spelled(String said) {
    var first = said.split(" ", 2);
    var command = Spelling.corrected(first[0], English.COMMANDS, SHORTEST_COMMAND);
    return English.COMMANDS.contains(command) && first.length > 1 ? command + " " + first[1] : said;
  }

  private Intent command(String said) {
    for (var rule : List.<Function<String, @Nullable Intent>>of(
        this::reminder, this::findOrder, this::order, this::snooze, this::reschedule, this::reopen, this::complete, this::delete, this::list, this::add)) {
      var intent = rule.apply(said);
      if (intent != null) {
        return intent;
      }
    }
    return senseless("I do not understand “" + (said.length() > 80 ? said.substring(0, said.offsetByCodePoints(0, 70)) + "…" : said) + "”.");
  }

  // Written down

  private @Nullable Intent reminder(String said) {
    var remind = English.REMIND.matcher(said);
    if (remind.matches()) {
      var body = remind.group(1) == null ? "" : remind.group(1);
      return create(said.toLowerCase(Locale.ROOT).startsWith("set") ? body.replaceFirst("^for ", "") : body, true, null);
    }
    var later = English.REMIND_LATER.matcher(said);
    return later.matches() && time(later.group(1)) != null ? create(later.group(1) + " to " + later.group(2), true, null) : null;
  }

  private @Nullable Intent add(String said) {
    var add = English.ADD.matcher(said);
    if (!add.matches()) {
      return null;
    }
    var body = first(add, 2);
    var listed = English.ONTO_LIST.matcher(body);
    var unlisted = listed.matches() ? listed.group(1) + listed.group(2).replaceFirst("^ for ", " ") : body;
    return create(unlisted, false, add.group(1) == null ? null : priority(add.group(1).split(" ")[0]));
  }

  /** @param priority that was said before the title */
  private Intent create(String body, boolean remind, @Nullable Priority priority) {
    var tags = new ArrayList<String>();
    var urgency = new ArrayList<Priority>();
    if (priority != null) {
      urgency.add(priority);
    }
    var rest = without(English.TAG, body, match -> tags.add(match.group(1)));
    rest = without(English.BANG, rest, match -> urgency.add(priority(match.group(1))));
    rest = without(English.TAGGED, rest, match -> tags.add(match.group(1)));
    rest = without(English.WITH_PRIORITY, rest, match -> urgency.add(priority(match.group(1) == null ? match.group(2) : match.group(1))));
    if (urgency.size() > 1) {
      return ask("Which priority: " + urgency.get(0) + " or " + urgency.get(1) + "?");
    }
    var titled = titled(rest.replaceAll("\\s+", " ").strip().replaceFirst("[,;:. ]+$", ""));
    return titled.when instanceof Vague vague ? new Intent.Ask(vague.question() + " Nothing was written down.", Lack.DECISION)
        : created(titled, remind, tags, urgency.isEmpty() ? null : urgency.get(0));
  }

  private Intent created(Titled titled, boolean remind, List<String> tags, @Nullable Priority priority) {
    if (titled.title.isEmpty()) {
      return ask("What is the task?");
    }
    if (!titled.quoted && saysMore(titled)) {
      return senseless("I am not sure what of “" + titled.title + "” is the task. Put its title in quotes, and the time behind it.");
    }
    var recurring = titled.when instanceof Recurring found ? found : null;
    var told = recurring != null ? recurring.first() : titled.when instanceof When when ? when.onADay(now) : null;
    if (told instanceof Vague vague) {
      return new Intent.Ask(vague.question() + " Nothing was written down.", Lack.DECISION);
    }
    var due = (When) told;
    if (remind && (due == null || due.time() == null)) {
      return new Intent.Ask(due == null ? WHEN : "At what time?", Lack.TIME);
    }
    if (due != null && due.isPast(now)) {
      return ask(due.written() + " has passed.");
    }
    return new Intent.Create(titled.title, due, recurring == null ? null : recurring.rrule(), recurring == null ? null : recurring.until(),
        remind, List.copyOf(tags), priority);
  }

  /** Whether there is something in the title that is no title, such as the day of a time. */
  private boolean saysMore(Titled titled) {
    return English.TIME_LEFT.matcher(titled.title).matches() || English.SECOND_COMMAND.matcher(titled.title).matches()
        || titled.when instanceof When when && when.day() == null && Moments.mentionsDay(titled.title, now);
  }

  private record Titled(String title, boolean quoted, @Nullable Told when) {}

  /** What is the title, and what the time before or after it. */
  private Titled titled(String body) {
    var quoted = English.QUOTED.matcher(body);
    if (quoted.find()) {
      var around = (body.substring(0, quoted.start()) + " " + body.substring(quoted.end())).replaceAll("\\s+", " ").strip().replaceFirst("^to$|^to | to$", "");
      var when = around.isEmpty() ? null : time(around);
      return new Titled(around.isEmpty() || when != null ? unquoted(quoted) : body, around.isEmpty() || when != null, when);
    }
    var words = List.of(body.split(" "));
    Titled vague = null;
    for (var titled : (Iterable<Titled>) Stream.concat(timeBefore(words), timeAfter(words))::iterator) {
      if (!(titled.when instanceof Vague)) {
        return titled;
      }
      vague = vague == null ? titled : vague;
    }
    return vague == null ? new Titled(untold(body), false, null) : vague;
  }

  /** The longest first. */
  private Stream<Titled> timeBefore(List<String> words) {
    return IntStream.rangeClosed(1, Math.min(words.size(), LONGEST_TIME)).map(cut -> Math.min(words.size(), LONGEST_TIME) + 1 - cut)
        .filter(cut -> cut == words.size() || words.get(cut).matches("(?i)to|that|about|of"))
        .mapToObj(cut -> new Titled(cut == words.size() ? "" : join(words, cut + 1, words.size()), false, time(join(words, 0, cut))))
        .filter(titled -> titled.when != null);
  }

  private Stream<Titled> timeAfter(List<String> words) {
    return IntStream.range(Math.max(1, words.size() - LONGEST_TIME), words.size())
        .filter(cut -> !English.NEVER_BEFORE_TIME.matcher(join(words, 0, cut)).matches())
        .mapToObj(cut -> new Titled(untold(join(words, 0, cut).replaceFirst(",$", "")), false, time(join(words, cut, words.size()))))
        .filter(titled -> titled.when != null);
  }

  /** Without the word that only joins it to the command. */
  private static String untold(String title) {
    return title.replaceFirst("(?i)^(?:to|that|about|of|for)(?: |$)", "");
  }

  private static String unquoted(MatchResult quoted) {
    return (quoted.group(1) == null ? quoted.group(2) : quoted.group(1)).strip();
  }

  /** What the words say of a time, if all of them are about one. */
  private @Nullable Told time(String words) {
    var phrase = Spelling.ofTimes(words);
    if (!English.TIME_BEGINS.matcher(phrase.split(" ")[0]).matches()) {
      return null;
    }
    var often = Repeats.read(phrase, now);
    return often == null ? Moments.read(phrase, now) : often;
  }

  // What is done with tasks that are there

  private @Nullable Intent complete(String said) {
    var complete = English.COMPLETE.matcher(said);
    return complete.matches() ? named(first(complete, 1), Intent.Complete::new) : null;
  }

  private @Nullable Intent delete(String said) {
    var delete = English.DELETE.matcher(said);
    if (!delete.matches()) {
      return null;
    }
    return first(delete, 1).matches("(?i)(?:my |the )?orders?\\b.*") ? ask("An order is cancelled at the orders, not here.") : named(first(delete, 1), Intent.Delete::new);
  }

  private @Nullable Intent reopen(String said) {
    var reopen = English.REOPEN.matcher(said);
    return reopen.matches() ? named(first(reopen, 1), Intent.Reopen::new) : null;
  }

  private @Nullable Intent snooze(String said) {
    var snooze = English.SNOOZE.matcher(said);
    if (!snooze.matches()) {
      return null;
    }
    if (snooze.group(3) == null) {
      return snooze.group(1) == null ? ask(WHICH) : ask("For how long, or until when?");
    }
    var phrase = Spelling.ofTimes(snooze.group(3));
    var told = Moments.read(snooze.group(2).equalsIgnoreCase("for") ? "in " + phrase : phrase, now);
    var until = told instanceof When when ? onADay(when, snooze.group(2).equalsIgnoreCase("for")) : told;
    if (until instanceof When when) {
      return when.time() == null ? new Intent.Ask("Until what time?", Lack.TIME) : when.isPast(now) ? ask(when.written() + " has passed.")
          : named(snooze.group(1), task -> new Intent.Snooze(task, when));
    }
    return ask(until instanceof Vague vague ? vague.question() : "Until when?");
  }

  private Told onADay(When when, boolean span) {
    return span && when.time() == null ? new When(when.day(), now.toLocalTime(), when.zone()) : when.onADay(now);
  }

  private @Nullable Intent reschedule(String said) {
    var move = English.MOVE.matcher(said);
    if (!move.matches()) {
      return null;
    }
    int group = move.group(4) != null ? 4 : move.group(7) != null ? 7 : 1;
    if (move.group(group) == null || move.group(group + 1) == null) {
      return ask(move.group(group) == null ? WHICH : "To when?");
    }
    var phrase = Spelling.ofTimes(move.group(group + 2));
    if (move.group(group + 1).equalsIgnoreCase("by") && phrase.matches("(?:a|an|half|one|two|three|four|five|six|\\d+) .*")) {
      return Moments.read("in " + phrase, now) instanceof When when ? named(move.group(group), task -> new Intent.Reschedule(task, null, since(when)))
          : ask("By how much?");
    }
    var told = Moments.read(phrase, now);
    if (!(told instanceof When due)) {
      return ask(told instanceof Vague vague ? vague.question() : "To when?");
    }
    return due.day() != null && due.isPast(now) ? ask(due.written() + " has passed.")
        : named(move.group(group), task -> new Intent.Reschedule(task, due, null));
  }

  private Duration since(When when) {
    var here = now.toLocalDateTime();
    var there = Objects.requireNonNull(when.day()).atTime(when.time() == null ? here.toLocalTime() : when.time());
    return Duration.between(here, there);
  }

  /** @param written how the task is called */
  private Intent named(String written, Function<String, Intent> intent) {
    var quoted = English.QUOTED.matcher(English.TASK_WORDS.matcher(written).replaceAll("").strip());
    if (quoted.matches()) {
      return intent.apply(unquoted(quoted));
    }
    var name = English.TASK_WORDS.matcher(written.strip()).replaceAll("").strip().replaceFirst("[,;: ]+$", "");
    return name.isEmpty() || English.NO_NAME.matcher(name).matches() || English.NO_NAME.matcher(written.strip()).matches() || English.CONDITION.matcher(name).matches()
        || name.matches("(?i).*(?: and |, |;|[\"“”]).*") || hasTime(name)
        ? ask(WHICH) : intent.apply(name);
  }

  /** Whether a name ends in a time, which would be about something else. */
  private boolean hasTime(String name) {
    var words = List.of(name.split(" "));
    for (int cut = Math.max(1, words.size() - LONGEST_TIME); cut < words.size(); cut++) {
      if (time(join(words, cut, words.size())) != null) {
        return true;
      }
    }
    return false;
  }

  // Asked for

  private @Nullable Intent list(String said) {
    var list = English.LIST.matcher(said);
    if (!English.LISTED.matcher(said).matches() || !list.matches()) {
      return null;
    }
    var tags = new ArrayList<String>();
    var priorities = new ArrayList<Priority>();
    var words = new ArrayList<String>();
    var rest = without(English.TAG, list.group(1), match -> tags.add(match.group(1)));
    rest = without(English.TAGGED, " " + rest, match -> tags.add(match.group(1)));
    rest = without(English.ABOUT, rest, match -> words.add(match.group(1)));
    rest = without(English.OF_PRIORITY, rest, match -> priorities.add(priority(match.group(1))));
    var overdue = English.OVERDUE.matcher(rest).find();
    rest = English.OVERDUE.matcher(rest).replaceAll(" ").replaceAll("\\s+", " ").strip();
    while (!rest.isEmpty() && English.FILLERS.matcher(rest.split(" ")[0]).matches()) {
      rest = rest.contains(" ") ? rest.substring(rest.indexOf(' ') + 1) : "";
    }
    var days = rest.isEmpty() ? new LocalDate[2] : span(rest);
    return days == null || overdue && days[0] != null || tags.size() > 1 || priorities.size() > 1 ? null
        : new Intent.ListTasks(days[0], days[1], overdue, tags.isEmpty() ? null : tags.get(0), priorities.isEmpty() ? null : priorities.get(0),
            words.isEmpty() ? null : words.get(0));
  }

  /** The day it begins and the day after it; null if it is none. */
  private LocalDate @Nullable [] span(String words) {
    var today = now.toLocalDate();
    var monday = today.minusDays(today.getDayOfWeek().getValue() - 1L);
    var phrase = Spelling.ofTimes(words);
    if (phrase.equals("this week")) {
      return new LocalDate[] {today, monday.plusWeeks(1)};
    }
    if (phrase.equals("next week")) {
      return new LocalDate[] {monday.plusWeeks(1), monday.plusWeeks(2)};
    }
    return time(phrase) instanceof When when && when.day() != null && when.time() == null ? new LocalDate[] {when.day(), when.day().plusDays(1)} : null;
  }

  // Orders

  private @Nullable Intent findOrder(String said) {
    var find = English.FIND_ORDER.matcher(said);
    if (!find.matches()) {
      return null;
    }
    var id = find.group(1);
    return id == null || English.ORDER_ID.matcher(id).matches() ? new Intent.FindOrder(id) : null;
  }

  private @Nullable Intent order(String said) {
    var order = English.ORDER.matcher(said);
    if (!order.matches()) {
      return null;
    }
    var text = first(order, 1);
    return text.isEmpty() ? ask("What would you like to order?")
        : English.TIME_LEFT.matcher(text).matches() ? ask("I can only order for now. A standing order is a task with an order.") : new Intent.PlaceOrder(text);
  }

  // Words

  private static Intent ask(String why) {
    return new Intent.Ask(why, Lack.DECISION);
  }

  private static Intent senseless(String why) {
    return new Intent.Ask(why + " " + HINT, Lack.SENSE);
  }

  private static Priority priority(String word) {
    return Priority.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static String without(Pattern pattern, String text, Consumer<MatchResult> found) {
    return pattern.matcher(text).replaceAll(match -> {
      found.accept(match);
      return " ";
    });
  }

  /** The first group from there on that has matched; empty if none has. */
  private static String first(Matcher match, int from) {
    for (int group = from; group <= match.groupCount(); group++) {
      if (match.group(group) != null) {
        return match.group(group);
      }
    }
    return "";
  }

  private static String join(List<String> words, int from, int to) {
    return String.join(" ", words.subList(from, to));
  }
}
