package dev.caravan.model.chat;

import dev.caravan.model.tasks.Rule;
import org.jspecify.annotations.Nullable;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads how often in English words, as a recurrence rule of RFC 5545:
 *
 * <pre>
 * recurrence = { rule | time } [ "starting" day ] [ "until" day | number "times" ]
 * rule       = "every" [ nth ] ( "day" | weekdays ) | "every" [ nth ] "week on" weekdays | weekdays in the plural
 *            | "every" [ nth ] "month on the" day | "the" ( number | nth weekday ) "of every month" | "every year on" day
 * </pre>
 */
final class Repeats {

  private static final Map<String, Integer> NUMBERS = Map.ofEntries(
      Map.entry("other", 2), Map.entry("second", 2), Map.entry("two", 2), Map.entry("third", 3), Map.entry("three", 3),
      Map.entry("fourth", 4), Map.entry("four", 4), Map.entry("fifth", 5), Map.entry("five", 5), Map.entry("sixth", 6), Map.entry("six", 6),
      Map.entry("first", 1), Map.entry("last", -1));
  private static final String NTH = "(?<nth>other|second|third|fourth|fifth|sixth|two|three|four|five|six|\\d{1,3}(?:st|nd|rd|th)?) ";
  private static final String DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";
  private static final String EVERY = "(?:every|each) ";
  private static final String DAYS = "(?<days>" + DAY + "s?(?:(?:, and|,| and| &) " + DAY + "s?)*)";
  private static final String DAY_OF_MONTH = "(?:the )?(?<day>first|last|\\d{1,2}(?:st|nd|rd|th)?)(?: day)?";
  private static final String WEEKDAY_OF_MONTH = "(?:the )?(?<which>first|1st|second|2nd|third|3rd|fourth|4th|last) (?<weekday>" + DAY + ")";
  private static final String OF_MONTH = "(?:of|in) (?:(?:every|each|the) )?month";
  private static final String WORKDAYS = "MO,TU,WE,TH,FR";

  private static final Pattern DAILY = pattern(EVERY + "day|daily|" + EVERY + NTH + "days?");
  private static final Pattern WORKING = pattern("(?:" + EVERY + "|on )?(?:week|work|working )days?");
  private static final Pattern WEEKEND = pattern("(?:" + EVERY + "|on )weekends?");
  private static final Pattern ON_DAYS = pattern(EVERY + "(?:" + NTH + ")?" + DAYS);
  private static final Pattern PLURAL = pattern("(?:on )?(?<days>" + DAY + "s(?:(?:, and|,| and| &) " + DAY + "s)*)");
  private static final Pattern WEEKLY = pattern("(?:weekly|" + EVERY + "(?:(?:" + NTH + ")?weeks?|(?<fortnight>fortnight))) (?:on )?" + DAYS);
  private static final Pattern MONTHLY = pattern("(?:monthly|" + EVERY + "(?:" + NTH + ")?months?) on " + DAY_OF_MONTH);
  private static final Pattern OF_EVERY_MONTH = pattern("(?:on |" + EVERY + ")?" + DAY_OF_MONTH + " " + OF_MONTH);
  private static final Pattern WEEKDAY_OF_EVERY_MONTH =
      pattern("(?:on |" + EVERY + ")?" + WEEKDAY_OF_MONTH + " " + OF_MONTH + "|(?:monthly|" + EVERY + "month) on (?:the )?(?<which2>first|second|third|fourth|last) (?<weekday2>" + DAY + ")");
  private static final Pattern YEARLY = pattern("(?:yearly|annually|" + EVERY + "year) (?<date>.+)");
  private static final Pattern UNTIL = pattern("(.+?),? (?:until|till|through) (.+)");
  private static final Pattern TIMES = pattern("(.+?),? (?:for )?(\\d{1,5}) times");
  private static final Pattern STARTING = pattern("(.+?),? (?:starting|beginning|from) (?:on )?(.+)");
  private static final Pattern ABOUT_OFTEN =
      pattern("(?:every|each|daily|weekly|biweekly|monthly|yearly|annually|hourly|twice|once a|fortnightly)\\b.*");

  private static final int LONGEST = 120;

  private final ZonedDateTime now;

  private Repeats(ZonedDateTime now) {
    this.now = now;
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex);
  }

  /** What the words say of how often; null if they are not about that. @param phrase with {@link Spelling} corrected */
  static @Nullable Told read(String phrase, ZonedDateTime now) {
    var read = phrase.length() > LONGEST ? null : new Repeats(now).read(phrase);
    return read == null && ABOUT_OFTEN.matcher(phrase).matches()
        ? new Vague("How often, and on which days? Such as every second Tuesday, every weekday, or the first of each month.") : read;
  }

  private @Nullable Told read(String phrase) {
    var until = UNTIL.matcher(phrase);
    if (until.matches()) {
      return Moments.read(until.group(2), now) instanceof When when && when.day() != null && read(until.group(1)) instanceof Recurring recurring
          && !when.day().isBefore(recurring.first().day()) ? new Recurring(recurring.first(), recurring.rrule(), when.day()) : null;
    }
    var times = TIMES.matcher(phrase);
    if (times.matches()) {
      return read(times.group(1)) instanceof Recurring recurring
          ? new Recurring(recurring.first(), recurring.rrule() + ";COUNT=" + Integer.parseInt(times.group(2)), null) : null;
    }
    var starting = STARTING.matcher(phrase);
    if (starting.matches()) {
      return Moments.read(starting.group(2), now) instanceof When when && when.day() != null && when.time() == null && !when.isPast(now)
          ? recurring(starting.group(1), when.day()) : null;
    }
    return recurring(phrase, null);
  }

  /** A rule and a time beside each other, or a rule alone. */
  private @Nullable Told recurring(String phrase, @Nullable LocalDate start) {
    var rule = rule(phrase);
    if (rule != null) {
      return recurring(rule, null, now.getZone(), start);
    }
    var words = List.of(phrase.split(" "));
    Told vague = null;
    for (int cut = 1; cut < words.size(); cut++) {
      var before = String.join(" ", words.subList(0, cut)).replaceFirst(",$", "");
      var after = String.join(" ", words.subList(cut, words.size()));
      var told = rule(before) != null ? timed(before, after, start) : rule(after) != null ? timed(after, before, start) : null;
      if (told instanceof Recurring) {
        return told;
      }
      vague = vague == null ? told : vague;
    }
    return vague;
  }

  private @Nullable Told timed(String rule, String time, @Nullable LocalDate start) {
    var told = Moments.read(time, now);
    return told instanceof When when && when.day() == null ? recurring(rule(rule), when.time(), when.zone(), start)
        : told instanceof Vague ? told : null;
  }

  private @Nullable Told recurring(@Nullable String rule, @Nullable LocalTime time, ZoneId zone, @Nullable LocalDate start) {
    if (rule == null) {
      return null;
    }
    var here = now.withZoneSameInstant(zone).toLocalDateTime();
    var from = start == null ? here.toLocalDate() : start;
    var anchor = time == null ? from.atStartOfDay() : from.atTime(time);
    var after = start != null || time == null ? anchor.minusDays(1) : here;
    // Every second week begins with the week in which it is first.
    return Rule.of(rule.replaceFirst(";INTERVAL=\\d+", "")).next(after, anchor, time == null, zone)
        .map(first -> new Recurring(new When(first.toLocalDate(), time, zone), rule, null)).orElse(null);
  }

  private @Nullable String rule(String phrase) {
    var match = DAILY.matcher(phrase);
    if (match.matches()) {
      return "FREQ=DAILY" + interval(match);
    }
    if (WORKING.matcher(phrase).matches()) {
      return "FREQ=WEEKLY;BYDAY=" + WORKDAYS;
    }
    if (WEEKEND.matcher(phrase).matches()) {
      return "FREQ=WEEKLY;BYDAY=SA,SU";
    }
    match = ON_DAYS.matcher(phrase);
    if (match.matches()) {
      return "FREQ=WEEKLY" + interval(match) + ";BYDAY=" + days(match.group("days"));
    }
    match = PLURAL.matcher(phrase);
    if (match.matches()) {
      return "FREQ=WEEKLY;BYDAY=" + days(match.group("days"));
    }
    match = WEEKLY.matcher(phrase);
    if (match.matches()) {
      return "FREQ=WEEKLY" + (match.group("fortnight") == null ? interval(match) : ";INTERVAL=2") + ";BYDAY=" + days(match.group("days"));
    }
    return ofMonthOrYear(phrase);
  }

  private @Nullable String ofMonthOrYear(String phrase) {
    var match = MONTHLY.matcher(phrase);
    if (match.matches()) {
      return ofMonth(interval(match), match.group("day"));
    }
    match = OF_EVERY_MONTH.matcher(phrase);
    if (match.matches()) {
      return ofMonth("", match.group("day"));
    }
    match = WEEKDAY_OF_EVERY_MONTH.matcher(phrase);
    if (match.matches()) {
      var which = match.group("which") == null ? match.group("which2") : match.group("which");
      var day = match.group("weekday") == null ? match.group("weekday2") : match.group("weekday");
      return "FREQ=MONTHLY;BYDAY=" + number(which) + days(day);
    }
    match = YEARLY.matcher(phrase);
    return match.matches() && Moments.read(match.group("date"), now) instanceof When when && when.day() != null && when.time() == null
        ? "FREQ=YEARLY;BYMONTH=%d;BYMONTHDAY=%d".formatted(when.day().getMonthValue(), when.day().getDayOfMonth()) : null;
  }

  private static @Nullable String ofMonth(String interval, String day) {
    int number = number(day);
    return number == 0 || number > 31 ? null : "FREQ=MONTHLY" + interval + ";BYMONTHDAY=" + number;
  }

  private static String interval(Matcher match) {
    var nth = match.group("nth");
    return nth == null || number(nth) == 1 ? "" : ";INTERVAL=" + number(nth);
  }

  private static int number(String word) {
    var known = NUMBERS.get(word);
    return known == null ? Integer.parseInt(word.replaceAll("\\D", "")) : known;
  }

  /** In the order of the week. */
  private static String days(String days) {
    return Arrays.stream(days.split("\\W+(?:and )?")).map(day -> DayOfWeek.valueOf(day.replaceFirst("s$", "").toUpperCase()))
        .collect(Collectors.toCollection(TreeSet::new)).stream().map(day -> day.name().substring(0, 2)).collect(Collectors.joining(","));
  }
}
