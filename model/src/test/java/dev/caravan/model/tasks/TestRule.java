package dev.caravan.model.tasks;

import net.fortuna.ical4j.model.Recur;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A rule by its parts, and what RFC 5545 says of it, day by day: an oracle that knows nothing but java.time. Lists that are empty
 * are left out.
 *
 * @param byDay weekdays, with an ordinal or 0
 */
record TestRule(
    Frequency frequency, int interval, DayOfWeek weekStart, Set<Integer> byMonth, Set<Integer> byMonthDay, Set<Integer> byYearDay,
    Set<Nth> byDay, Set<Integer> bySetPos) {

  static final List<ZoneId> ZONES = Stream.of("UTC", "America/New_York", "Pacific/Auckland", "America/Santiago", "Australia/Lord_Howe",
      "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Beirut", "Africa/Cairo",
      "America/Havana", "Pacific/Kiritimati", "Antarctica/Troll", "Europe/Dublin", "Asia/Gaza").map(ZoneId::of).toList();

  record Nth(int ordinal, DayOfWeek day) {

    @Override
    public String toString() {
      return (ordinal == 0 ? "" : ordinal) + day.name().substring(0, 2);
    }
  }

  String rrule() {
    return Stream.of("FREQ=" + frequency.name(), interval == 1 ? "" : "INTERVAL=" + interval, part("BYMONTH", byMonth),
        part("BYMONTHDAY", byMonthDay), part("BYYEARDAY", byYearDay), part("BYDAY", byDay), part("BYSETPOS", bySetPos),
        "WKST=" + weekStart.name().substring(0, 2))
        .filter(part -> !part.isEmpty()).collect(Collectors.joining(";"));
  }

  private static String part(String name, Set<?> values) {
    return values.isEmpty() ? "" : name + "=" + values.stream().map(Objects::toString).collect(Collectors.joining(","));
  }

  /** The occurrences from the anchor to the end of a year, the anchor only if it is named. */
  List<LocalDateTime> occurrences(LocalDateTime anchor, int lastYear) {
    var periods = new TreeMap<LocalDate, List<LocalDate>>();
    var first = period(anchor.toLocalDate());
    for (var day = first; day.getYear() <= lastYear + 1; day = day.plusDays(1)) {
      var period = period(day);
      if (unit().between(first, period) % interval == 0 && matches(day, anchor.toLocalDate())) {
        periods.computeIfAbsent(period, key -> new ArrayList<>()).add(day);
      }
    }
    return periods.values().stream().flatMap(this::chosen).map(day -> day.atTime(anchor.toLocalTime()))
        .filter(time -> !time.isBefore(anchor) && time.getYear() <= lastYear).toList();
  }

  private Stream<LocalDate> chosen(List<LocalDate> set) {
    return set.stream().filter(day -> bySetPos.isEmpty() || bySetPos.contains(set.indexOf(day) + 1)
        || bySetPos.contains(set.indexOf(day) - set.size()));
  }

  private LocalDate period(LocalDate day) {
    return switch (frequency) {
      case DAILY -> day;
      case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(weekStart));
      case MONTHLY -> day.withDayOfMonth(1);
      case YEARLY -> day.withDayOfYear(1);
    };
  }

  private ChronoUnit unit() {
    return switch (frequency) {
      case DAILY -> ChronoUnit.DAYS;
      case WEEKLY -> ChronoUnit.WEEKS;
      case MONTHLY -> ChronoUnit.MONTHS;
      case YEARLY -> ChronoUnit.YEARS;
    };
  }

  private boolean matches(LocalDate day, LocalDate anchor) {
    // YEARLY with nothing but BYMONTHDAY is read in two ways: here, as by ical4j and Google, it is of the anchor's month.
    var sameMonth = frequency == Frequency.YEARLY && byMonth.isEmpty() && !byMonthDay.isEmpty();
    return (byMonth.isEmpty() || byMonth.contains(day.getMonthValue())) && (!sameMonth || day.getMonth() == anchor.getMonth())
        && named(byMonthDay, day.getDayOfMonth(), day.lengthOfMonth())
        && named(byYearDay, day.getDayOfYear(), day.lengthOfYear())
        && (byDay.isEmpty() || byDay.stream().anyMatch(nth -> matches(nth, day)))
        && (!byMonthDay.isEmpty() || !byYearDay.isEmpty() || !byDay.isEmpty() || isLike(anchor, day));
  }

  private static boolean named(Set<Integer> numbers, int number, int length) {
    return numbers.isEmpty() || numbers.contains(number) || numbers.contains(number - length - 1);
  }

  private boolean matches(Nth nth, LocalDate day) {
    var monthly = frequency == Frequency.MONTHLY || !byMonth.isEmpty();
    int number = monthly ? day.getDayOfMonth() : day.getDayOfYear();
    int length = monthly ? YearMonth.from(day).lengthOfMonth() : day.lengthOfYear();
    return day.getDayOfWeek() == nth.day()
        && (nth.ordinal() == 0 || nth.ordinal() == (number - 1) / 7 + 1 || nth.ordinal() == -((length - number) / 7 + 1));
  }

  private boolean isLike(LocalDate anchor, LocalDate day) {
    return switch (frequency) {
      case DAILY -> true;
      case WEEKLY -> day.getDayOfWeek() == anchor.getDayOfWeek();
      case MONTHLY -> day.getDayOfMonth() == anchor.getDayOfMonth();
      case YEARLY -> day.getDayOfMonth() == anchor.getDayOfMonth()
          && (!byMonth.isEmpty() || day.getMonthValue() == anchor.getMonthValue());
    };
  }

  /** Whether ical4j 4.1.1 is right about it: it does not look far ahead, takes a week for a part of each month that it touches, and counts days twice. */
  boolean isWellKnown() {
    return frequency != Frequency.DAILY && bySetPos.isEmpty() && (byMonth.isEmpty() || frequency != Frequency.WEEKLY && byYearDay.isEmpty());
  }

  /** What ical4j makes of it. */
  static List<LocalDateTime> byIcal4j(String rrule, LocalDateTime anchor, int lastYear) {
    return new Recur<LocalDateTime>(rrule).getDates(anchor, anchor, LocalDate.of(lastYear + 1, 12, 31).atTime(LocalTime.MAX)).stream()
        .distinct().filter(time -> time.getYear() <= lastYear).toList();
  }

  static Arbitrary<TestRule> any() {
    return Arbitraries.of(Frequency.values()).flatMap(frequency -> Combinators.combine(
        Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(1)), Tuple.of(2, Arbitraries.integers().between(2, 12))),
        Arbitraries.of(DayOfWeek.class), some(Arbitraries.integers().between(1, 12)),
        frequency == Frequency.WEEKLY ? Arbitraries.just(Set.<Integer>of()) : some(numbers(31)),
        frequency == Frequency.YEARLY ? some(numbers(365)) : Arbitraries.just(Set.<Integer>of()),
        some(weekdays(frequency)), some(numbers(5)))
        .as((interval, weekStart, byMonth, byMonthDay, byYearDay, byDay, bySetPos) -> new TestRule(
            frequency, interval, weekStart, byMonth, byYearDay.isEmpty() ? byMonthDay : Set.of(), byYearDay,
            byMonthDay.isEmpty() && byYearDay.isEmpty() ? byDay : byDay.stream().map(nth -> new Nth(0, nth.day())).collect(Collectors.toSet()),
            byMonth.isEmpty() && byMonthDay.isEmpty() && byYearDay.isEmpty() && byDay.isEmpty() ? Set.of() : bySetPos)));
  }

  private static Arbitrary<Nth> weekdays(Frequency frequency) {
    var ordinals = switch (frequency) {
      case DAILY, WEEKLY -> Arbitraries.just(0);
      case MONTHLY -> Arbitraries.integers().between(-5, 5);
      case YEARLY -> Arbitraries.integers().between(-53, 53);
    };
    return Combinators.combine(ordinals, Arbitraries.of(DayOfWeek.class)).as(Nth::new);
  }

  private static Arbitrary<Integer> numbers(int to) {
    return Arbitraries.integers().between(-to, to).filter(number -> number != 0);
  }

  private static <T> Arbitrary<Set<T>> some(Arbitrary<T> values) {
    return Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(Set.<T>of())),
        Tuple.of(1, values.set().ofMinSize(1).ofMaxSize(4)));
  }

  @Override
  public String toString() {
    return rrule();
  }
}
