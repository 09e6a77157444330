package dev.caravan.model.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class RuleTest {

  static final String HOURS = IntStream.range(0, 24).mapToObj(Integer::toString).collect(Collectors.joining(","));
  private static final LocalDateTime ANCHOR = LocalDateTime.parse("2026-01-01T08:00:00");

  @ParameterizedTest(name = "{1} in {0}")
  @CsvSource({
      // A gap: the time is as much later as the clock is put forward.
      "Pacific/Auckland, 2026-09-26T02:30, 2026-09-25T14:30:00Z 2026-09-26T14:30:00Z 2026-09-27T13:30:00Z",
      "America/Santiago, 2026-09-05T00:30, 2026-09-05T04:30:00Z 2026-09-06T04:30:00Z 2026-09-07T03:30:00Z",
      "Australia/Lord_Howe, 2026-10-03T02:15, 2026-10-02T15:45:00Z 2026-10-03T15:45:00Z 2026-10-04T15:15:00Z",
      "America/New_York, 2026-03-07T02:30, 2026-03-07T07:30:00Z 2026-03-08T07:30:00Z 2026-03-09T06:30:00Z",
      // An overlap: the first time that the clock shows it.
      "Pacific/Auckland, 2026-04-04T02:30, 2026-04-03T13:30:00Z 2026-04-04T13:30:00Z 2026-04-05T14:30:00Z",
      "America/Santiago, 2026-04-03T23:30, 2026-04-04T02:30:00Z 2026-04-05T02:30:00Z 2026-04-06T03:30:00Z",
      "Australia/Lord_Howe, 2026-04-04T01:45, 2026-04-03T14:45:00Z 2026-04-04T14:45:00Z 2026-04-05T15:15:00Z",
      "America/New_York, 2026-10-31T01:30, 2026-10-31T05:30:00Z 2026-11-01T05:30:00Z 2026-11-02T06:30:00Z",
      // A day that is left out of the calendar: what would be on it comes with the next, once.
      "Pacific/Apia, 2011-12-29T10:00, 2011-12-29T20:00:00Z 2011-12-30T20:00:00Z 2011-12-31T20:00:00Z"})
  void where_clocks_are_turned_each_day_has_one(ZoneId zone, LocalDateTime anchor, String instants) {
    assertThat(dues("FREQ=DAILY", anchor, false, zone, 3)).hasToString("[" + instants.replace(" ", ", ") + "]");
  }

  @ParameterizedTest(name = "{1} in {0}")
  @CsvSource({
      "America/Sao_Paulo, 2018-11-03, 2018-11-03T03:00:00Z 2018-11-04T03:00:00Z 2018-11-05T02:00:00Z",
      "America/Santiago, 2026-09-05, 2026-09-05T04:00:00Z 2026-09-06T04:00:00Z 2026-09-07T03:00:00Z",
      "Africa/Cairo, 2026-04-23, 2026-04-22T22:00:00Z 2026-04-23T22:00:00Z 2026-04-24T21:00:00Z",
      "Pacific/Apia, 2011-12-29, 2011-12-29T10:00:00Z 2011-12-30T10:00:00Z 2011-12-31T10:00:00Z"})
  void a_day_without_a_midnight_begins_later(ZoneId zone, LocalDate day, String instants) {
    assertThat(dues("FREQ=DAILY", day.atStartOfDay(), true, zone, 3)).hasToString("[" + instants.replace(" ", ", ") + "]");
  }

  @Test
  void what_a_gap_puts_on_the_same_time_comes_once() {
    var zone = ZoneId.of("America/New_York");
    assertThat(dues("FREQ=DAILY;BYHOUR=2,3;BYMINUTE=10,50", LocalDateTime.parse("2026-03-08T02:10"), false, zone, 3))
        .hasToString("[2026-03-08T07:10:00Z, 2026-03-08T07:50:00Z, 2026-03-09T06:10:00Z]");
  }

  @ParameterizedTest
  @ValueSource(ints = {28, 29, 30, 31})
  void a_month_that_is_too_short_moves_nothing_but_its_own(int day) {
    var anchor = LocalDate.of(1999, 12, day).atTime(9, 0);
    assertThat(walk(Frequency.MONTHLY.rrule(), anchor, false, ZoneOffset.UTC, 700))
        .isEqualTo(IntStream.rangeClosed(1, 700).mapToObj(anchor::plusMonths).toList());
  }

  @Test
  void a_leap_day_comes_back() {
    var anchor = LocalDate.of(1996, 2, 29).atTime(9, 0);
    var years = walk(Frequency.YEARLY.rrule(), anchor, false, ZoneOffset.UTC, 110);
    assertThat(years).isEqualTo(IntStream.rangeClosed(1, 110).mapToObj(anchor::plusYears).toList())
        .allMatch(time -> time.getDayOfMonth() == (Year.isLeap(time.getYear()) ? 29 : 28));
  }

  @Test
  void a_month_of_a_plain_rule_that_is_too_short_is_left_out() {
    assertThat(walk("FREQ=MONTHLY", LocalDateTime.parse("2026-01-31T09:00"), false, ZoneOffset.UTC, 3))
        .hasToString("[2026-03-31T09:00, 2026-05-31T09:00, 2026-07-31T09:00]");
  }

  @Test
  void a_week_starts_when_the_rule_says_whatever_else_it_says() {
    var rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=";
    var anchor = LocalDateTime.parse("1997-08-05T09:00");
    assertThat(walk(rule + "MO", anchor, false, ZoneOffset.UTC, 3)).hasToString("[1997-08-10T09:00, 1997-08-19T09:00, 1997-08-24T09:00]");
    assertThat(walk(rule + "SU", anchor, false, ZoneOffset.UTC, 3)).hasToString("[1997-08-17T09:00, 1997-08-19T09:00, 1997-08-31T09:00]")
        .isEqualTo(walk("RSCALE=GREGORIAN;" + rule + "SU", anchor, false, ZoneOffset.UTC, 3))
        .isEqualTo(walk(rule + "SU;rscale=gregorian", anchor, false, ZoneOffset.UTC, 3));
  }

  @Test
  void the_last_of_a_rule_that_has_no_further_one_is_found() {
    var leapMonday = LocalDateTime.parse("2016-02-29T08:00");
    assertThat(Rule.of("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO").next(leapMonday.minusYears(9), leapMonday.minusYears(9), false, ZoneOffset.UTC))
        .contains(leapMonday);
  }

  @Test
  void nothing_comes_after_2199() {
    assertThat(Rule.of("FREQ=YEARLY;INTERVAL=1000").next(ANCHOR, ANCHOR, false, ZoneOffset.UTC)).isEmpty();
    assertThat(walk("FREQ=YEARLY", ANCHOR, false, ZoneOffset.UTC, 1000)).hasSize(2199 - 2026);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
      "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4,6,9,11", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "FREQ=DAILY;BYDAY=MO;BYSETPOS=-366",
      "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=12", "FREQ=YEARLY;BYYEARDAY=-366;BYDAY=MO;BYMONTH=7", "FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=30",
      "FREQ=DAILY;COUNT=1", "FREQ=DAILY;UNTIL=20250101", "FREQ=DAILY;COUNT=10000;BYMONTH=2;BYMONTHDAY=30"})
  void a_rule_that_never_comes_ends_soon(String rrule) {
    assertTimeoutPreemptively(Duration.ofSeconds(1),
        () -> assertThat(Rule.of(rrule).next(ANCHOR, ANCHOR, false, ZoneId.of("America/New_York"))).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";COUNT=10000", ";BYSETPOS=-1,1"})
  void the_busiest_rule_answers_soon(String end) {
    var anchor = LocalDateTime.parse("1970-01-01T00:00");
    var rule = Rule.of("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=" + HOURS + end);
    assertTimeoutPreemptively(Duration.ofSeconds(1), () -> rule.next(anchor.plusYears(90), anchor, false, ZoneOffset.UTC));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", "nonsense", "FREQ=HOURLY", "FREQ=SECONDLY;INTERVAL=86400", "SKIP=BACKWARD", "RSCALE=GREGORIAN;SKIP=BACKWARD", "FREQ=", "FREQ=DAILY;;COUNT=2",
      "FREQ=DAILY;FREQ=WEEKLY", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=10001", "FREQ=DAILY;COUNT=2147483647", "FREQ=DAILY;COUNT=2;UNTIL=20300101", "FREQ=DAILY;UNTIL=99999999T999999Z",
      "FREQ=DAILY;UNTIL=20300230", "FREQ=WEEKLY;INTERVAL=1001", "FREQ=WEEKLY;INTERVAL=1227133513", "FREQ=DAILY;INTERVAL=0",
      "FREQ=DAILY;INTERVAL=99999999999", "RSCALE=ISLAMIC-CIVIL;FREQ=MONTHLY", "RSCALE=JULIAN;FREQ=DAILY", "FREQ=DAILY;X-MORE=1",
      "FREQ=DAILY;BYSETPOS=1", "FREQ=WEEKLY;BYDAY=2MO", "FREQ=DAILY;BYHOUR=0,6,12,18;BYMINUTE=0,10,20,30,40,50,55", "RRULE:FREQ=DAILY",
      "FREQ=DAILY\nCOUNT=2"})
  void what_is_no_rule_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Rule.of(text)).withMessageStartingWith("must ");
  }

  @Test
  void a_rule_that_is_too_long_is_refused() {
    var long500 = "FREQ=DAILY;BYMONTHDAY=1" + ",10".repeat(159);
    assertThat(long500).hasSize(500);
    assertThat(Rule.of(long500).next(ANCHOR, ANCHOR, false, ZoneOffset.UTC)).contains(LocalDateTime.parse("2026-01-10T08:00"));
    assertThatIllegalArgumentException().isThrownBy(() -> Rule.of(long500 + ",1"));
  }

  private static List<LocalDateTime> walk(String rrule, LocalDateTime anchor, boolean allDay, ZoneId zone, int limit) {
    var rule = Rule.of(rrule);
    return Stream.iterate(rule.next(anchor, anchor, allDay, zone), Optional::isPresent, last -> rule.next(last.get(), anchor, allDay, zone))
        .map(Optional::get).limit(limit).toList();
  }

  /** When the anchor and those after it are due. */
  private static List<?> dues(String rrule, LocalDateTime anchor, boolean allDay, ZoneId zone, int limit) {
    return Stream.concat(Stream.of(anchor), walk(rrule, anchor, allDay, zone, limit - 1).stream())
        .map(occurrence -> Due.of(occurrence, zone, allDay).at()).toList();
  }
}
