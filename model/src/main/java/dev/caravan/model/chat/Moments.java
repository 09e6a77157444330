package dev.caravan.model.chat;

import dev.caravan.model.tasks.Rule;
import org.jspecify.annotations.Nullable;
import org.natty.DateGroup;
import org.natty.Parser;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads a day or a time in English words, such as "next friday at 5pm". A library knows the words; it finds a time in almost
 * anything, so that here only those are taken whose every word is about the time, and which cannot mean another one.
 */
final class Moments {

  private static final Pattern PREPOSITION = Pattern.compile("^(?:due )?(?:on |by |starting |the (?=day after tomorrow))");
  private static final Map<Pattern, String> SPELLINGS = spellings();
  private static final Pattern DOTTED_DATE = Pattern.compile("\\b(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})\\b");
  private static final Pattern DAY_OF_MONTH = Pattern.compile("\\b(?:the )?(\\d{1,2})(?:st|nd|rd|th)\\b(?! of\\b| ?[a-z]*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))");
  private static final Pattern END_OF_MONTH = Pattern.compile("\\b(?:the )?(?:end|last day) of (?:the|this) month\\b");
  private static final Pattern IN_ZONE = Pattern.compile("^(.+?) (?:in )?(utc|gmt|[a-z]+/[a-z_/-]+)(?: time)?$");
  private static final Pattern IN_CITY = Pattern.compile("^(.*(?:\\d(?: ?[ap]m)?|noon|midnight|tomorrow|today)) (?:in )?([a-z][a-z ]*) time$");

  private static final String MONTHS = "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
  private static final Pattern NEVER = Pattern.compile(
      "\\d/\\d|\\b\\d+[.,]\\d+ (?:min|hour|day|week)|\\b(?:0*0|1[3-9]|2\\d) ?[ap]m\\b|\\bin (?:0|zero)\\b|^\\d+$"
          + "|^(?:a|an|one|two|three|four|five|six|\\d+) (?:sec|min|hour|day|week|month|year)[a-z]*$|^for\\b|\\bbetween\\b");
  private static final Pattern NO_DAY = Pattern.compile("^(?:in |this |next |last )*(?:" + MONTHS + "|(?:week|month|year|weekend|spring|summer|autumn|fall|winter))$");
  private static final Pattern NO_TIME = Pattern.compile(
      "^(?:later|soon|now|sometime|some time|eventually|one day|someday)\\b|^in (?:a few|a couple of|some|several) |^(?:a|after a) while$");
  private static final Pattern PART_OF_DAY = Pattern.compile("\\b(?:morning|afternoon|evening|night|tonight)\\b");
  private static final Pattern TONIGHT = Pattern.compile("\\b(?:tonight|this (?:morning|afternoon|evening))\\b");
  private static final Pattern HOUR = Pattern.compile("(?:\\bat |^)\\d{1,2}\\b|\\d:\\d\\d|\\d ?[ap]m\\b|\\b\\d{1,2} (?:in the|at) ");
  /** An hour that clocks show twice a day, and early in the morning few people mean. */
  private static final Pattern AM_OR_PM = Pattern.compile(
      "(?<![\\d:./-])[1-6][:.][0-5]\\d(?![\\d:-]| ?[ap]m\\b)|(?:\\bat|day|tomorrow) [1-6](?![\\d:.-]| ?[ap]m\\b)");
  private static final Pattern DAYS = Pattern.compile("\\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\b");
  private static final Pattern ISO_DATE = Pattern.compile("\\b\\d{4}-\\d{1,2}-\\d{1,2}\\b");
  private static final Pattern MONTH_NAME = Pattern.compile("\\b" + MONTHS + "\\b");
  private static final Set<String> STRANGE = Set.of("holiday", "season", "time_zone", "recurrence");

  private static final int LONGEST = 80;

  private final ZonedDateTime now;

  private Moments(ZonedDateTime now) {
    this.now = now;
  }

  /** What the words say of a time; null if they are not about one, or not only. @param phrase with {@link Spelling} corrected */
  static @Nullable Told read(String phrase, ZonedDateTime now) {
    // The library takes long over long texts.
    if (phrase.length() > LONGEST) {
      return null;
    }
    var words = PREPOSITION.matcher(phrase.strip()).replaceFirst("");
    var elsewhere = zoned(words, now);
    return elsewhere == null ? new Moments(now).read(words) : elsewhere;
  }

  /** Whether there is a day somewhere in the text, whatever else it is about. */
  static boolean mentionsDay(String text, ZonedDateTime now) {
    return new Moments(now).parse(text.substring(0, Math.min(text.length(), LONGEST))).stream().anyMatch(group -> !group.isDateInferred());
  }

  /** By the clock of another zone, if the words name one. */
  private static @Nullable Told zoned(String words, ZonedDateTime now) {
    var named = IN_ZONE.matcher(words);
    if (named.matches()) {
      return inZone(named.group(1), zone(named.group(2)), now);
    }
    var city = IN_CITY.matcher(words);
    return city.matches() ? inZone(city.group(1), city(city.group(2)), now) : null;
  }

  private static @Nullable Told inZone(String words, @Nullable ZoneId zone, ZonedDateTime now) {
    var read = new Moments(zone == null ? now : now.withZoneSameInstant(zone)).read(words);
    return read != null && zone == null ? new Vague("Which time zone is that? Say it as Europe/Berlin.") : read;
  }

  private static @Nullable ZoneId zone(String name) {
    return name.matches("utc|gmt") ? ZoneId.of("UTC")
        : ZoneId.getAvailableZoneIds().stream().filter(id -> id.equalsIgnoreCase(name)).findFirst().map(ZoneId::of).orElse(null);
  }

  private static @Nullable ZoneId city(String name) {
    var end = "/" + name.replace(' ', '_');
    var found = ZoneId.getAvailableZoneIds().stream().filter(id -> id.toLowerCase(Locale.ROOT).endsWith(end)).toList();
    return found.size() == 1 ? ZoneId.of(found.get(0)) : null;
  }

  private @Nullable Told read(String words) {
    var phrase = spelled(words);
    if (phrase.isEmpty() || NEVER.matcher(phrase).find()) {
      return null;
    }
    if (NO_TIME.matcher(phrase).find()) {
      return new Vague("When exactly?");
    }
    if (NO_DAY.matcher(phrase).matches()) {
      return new Vague("On which day?");
    }
    var found = whole(phrase);
    return found == null ? null : unambiguous(phrase, found);
  }

  private Told unambiguous(String phrase, When found) {
    var partOfDay = PART_OF_DAY.matcher(phrase).find();
    if (partOfDay && !HOUR.matcher(phrase).find()) {
      return new Vague("At what time?");
    }
    if (found.time() != null && !partOfDay && AM_OR_PM.matcher(phrase).find()) {
      return new Vague("%s in the morning or in the afternoon? Say am or pm.".formatted(found.time()));
    }
    var weekday = DAYS.matcher(phrase);
    if (weekday.find() && !phrase.contains("next") && found.day() != null && found.day().equals(now.toLocalDate().plusWeeks(1))) {
      return new Vague("Today, or in a week?");
    }
    return found.day() == null && TONIGHT.matcher(phrase).find() ? new When(now.toLocalDate(), found.time(), found.zone()) : found;
  }

  /** As the library takes it. */
  private String spelled(String words) {
    var phrase = words;
    for (var spelling : SPELLINGS.entrySet()) {
      phrase = spelling.getKey().matcher(phrase).replaceAll(spelling.getValue());
    }
    phrase = DOTTED_DATE.matcher(phrase).replaceAll(date -> "%s-%02d-%02d".formatted(date.group(3), number(date, 2), number(date, 1)));
    phrase = END_OF_MONTH.matcher(phrase).replaceAll(end -> next("FREQ=MONTHLY;BYMONTHDAY=-1"));
    return DAY_OF_MONTH.matcher(phrase).replaceAll(day -> MONTH_NAME.matcher(words).find() || number(day, 1) < 1 || number(day, 1) > 31
        ? day.group() : next("FREQ=MONTHLY;BYMONTHDAY=" + number(day, 1)));
  }

  private static int number(MatchResult match, int group) {
    return Integer.parseInt(match.group(group));
  }

  private String next(String rrule) {
    var today = now.toLocalDate().atStartOfDay();
    return Rule.of(rrule).next(today, today, true, now.getZone()).map(day -> day.toLocalDate().toString()).orElse("");
  }

  /** The whole phrase, or a day and a time beside each other. */
  private @Nullable When whole(String phrase) {
    var whole = piece(phrase);
    var words = List.of(phrase.split(" "));
    for (int cut = 1; whole == null && cut < words.size(); cut++) {
      var one = piece(String.join(" ", words.subList(0, cut)));
      var other = one == null ? null : piece(String.join(" ", words.subList(cut, words.size())));
      whole = one == null || other == null ? null
          : isDay(one) && isTime(other) ? new When(one.day(), other.time(), one.zone())
          : isTime(one) && isDay(other) ? new When(other.day(), one.time(), one.zone()) : null;
    }
    return whole;
  }

  private static boolean isDay(When when) {
    return when.day() != null && when.time() == null;
  }

  private static boolean isTime(When when) {
    return when.day() == null;
  }

  private @Nullable When piece(String words) {
    var phrase = PREPOSITION.matcher(words.replaceFirst(",$", "")).replaceFirst("");
    if (phrase.matches("\\d{1,4}|.*[.,]") || NO_DAY.matcher(phrase).matches()) {
      return null;
    }
    var groups = parse(phrase);
    if (groups.size() != 1) {
      return null;
    }
    var group = groups.get(0);
    var places = group.getParseLocations().keySet();
    if (!group.getText().equalsIgnoreCase(phrase) || group.getDates().size() != 1 || STRANGE.stream().anyMatch(places::contains)) {
      return null;
    }
    var found = LocalDateTime.ofInstant(group.getDates().get(0).toInstant(), ZoneOffset.UTC);
    return !says(phrase, found, group) ? null : places.contains("relative_time_span") ? after(Duration.between(now.toLocalDateTime(), found))
        : new When(group.isDateInferred() ? null : found.toLocalDate(), group.isTimeInferred() ? null : found.toLocalTime(), now.getZone());
  }

  /** Zones would bring in gaps and overlaps of clocks: the calendar is read without them. */
  private List<DateGroup> parse(String text) {
    return new Parser(TimeZone.getTimeZone(ZoneOffset.UTC)).parse(text, Date.from(now.toLocalDateTime().toInstant(ZoneOffset.UTC)));
  }

  private When after(Duration wait) {
    return When.at(now.plus(wait).toLocalDateTime(), now.getZone());
  }

  /** Whether the date is the one that is written there: the 30th of February is none. */
  private static boolean says(String phrase, LocalDateTime found, DateGroup group) {
    var iso = ISO_DATE.matcher(phrase);
    if (iso.find()) {
      return iso.group().equals(found.toLocalDate().toString());
    }
    var month = MONTH_NAME.matcher(phrase);
    if (group.isDateInferred() || !month.find()) {
      return true;
    }
    return Month.of(found.getMonthValue()).name().toLowerCase(Locale.ROOT).startsWith(month.group().substring(0, 3));
  }

  private static Map<Pattern, String> spellings() {
    var spellings = new LinkedHashMap<Pattern, String>();
    List.of(
            List.of(" o'?clock\\b", ""), List.of("\\bhalf past (\\d{1,2})\\b", "$1:30"), List.of("\\bquarter past (\\d{1,2})\\b", "$1:15"),
            List.of("\\ban hour and a half\\b", "90 minutes"), List.of("\\bhalf an hour\\b", "30 minutes"),
            List.of("\\b(?:a )?quarter of an hour\\b", "15 minutes"), List.of("\\bin the night\\b", "at night"),
            List.of("(?<=\\d)h\\b", ":00"), List.of("(?<=\\d) ?([ap])\\.m\\.?(?= |$)", " $1m"), List.of("\\bmidday\\b", "noon"))
        .forEach(pair -> spellings.put(Pattern.compile(pair.get(0)), pair.get(1)));
    return spellings;
  }
}
