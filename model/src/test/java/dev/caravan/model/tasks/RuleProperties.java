package dev.caravan.model.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class RuleProperties {

  private static final int YEARS = 12;
  private static final Instant FROM = Instant.parse("1990-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2061-01-01T00:00:00Z");
  private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

  @Property(tries = 300)
  void it_walks_what_the_calendar_says(@ForAll("rules") TestRule rule, @ForAll("anchors") LocalDateTime anchor, @ForAll boolean allDay) {
    var from = allDay ? anchor.toLocalDate().atStartOfDay() : anchor;
    assertThat(walk(rule.rrule(), from, allDay)).isEqualTo(after(from, rule.occurrences(from, from.getYear() + YEARS)));
  }

  @Property(tries = 600)
  void it_walks_what_another_library_says(@ForAll("rules") TestRule rule, @ForAll("anchors") LocalDateTime anchor) {
    Assume.that(rule.isWellKnown());
    assertThat(walk(rule.rrule(), anchor, false)).isEqualTo(after(anchor, TestRule.byIcal4j(rule.rrule(), anchor, anchor.getYear() + YEARS)));
  }

  @Property(tries = 200)
  void it_finds_the_next_one_from_any_moment(
      @ForAll("rules") TestRule rule, @ForAll("anchors") LocalDateTime anchor, @ForAll @IntRange(min = -400, max = 4000) int days,
      @ForAll @IntRange(max = 86399) int seconds) {
    var moment = anchor.plusDays(days).plusSeconds(seconds);
    var expected = rule.occurrences(anchor, anchor.getYear() + YEARS).stream().filter(time -> time.isAfter(moment)).findFirst();
    assertThat(Rule.of(rule.rrule()).next(moment, anchor, false, ZoneOffset.UTC).filter(time -> time.getYear() <= anchor.getYear() + YEARS))
        .isEqualTo(expected);
  }

  @Property(tries = 200)
  void the_anchor_is_the_first_that_counts(
      @ForAll("rules") TestRule rule, @ForAll("anchors") LocalDateTime anchor, @ForAll @IntRange(min = 1, max = 40) int count) {
    assertThat(walk(rule.rrule() + ";COUNT=" + count, anchor, false))
        .isEqualTo(after(anchor, rule.occurrences(anchor, anchor.getYear() + YEARS)).stream().limit(count - 1).toList());
  }

  @Property(tries = 200)
  void until_is_a_day_or_a_time_here_or_in_utc_and_included(
      @ForAll("rules") TestRule rule, @ForAll("anchors") LocalDateTime anchor, @ForAll("zones") ZoneId zone, @ForAll @IntRange(max = 50) int last) {
    var occurrences = after(anchor, rule.occurrences(anchor, anchor.getYear() + YEARS));
    Assume.that(last < occurrences.size());
    var until = occurrences.get(last);
    // Where clocks were turned it is in doubt which of two is meant.
    Assume.that(zone.getRules().getValidOffsets(until).size() == 1);
    var utc = until.atZone(zone).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
    var wanted = occurrences.subList(0, last + 1);
    for (var text : List.of(DateTimeFormatter.BASIC_ISO_DATE.format(until), BASIC.format(until), BASIC.format(utc) + "Z")) {
      assertThat(walk(rule.rrule() + ";UNTIL=" + text, anchor, zone)).as(text).isEqualTo(wanted);
    }
    for (var text : List.of(DateTimeFormatter.BASIC_ISO_DATE.format(until.minusDays(1)), BASIC.format(until.minusSeconds(1)),
        BASIC.format(utc.minusSeconds(1)) + "Z")) {
      assertThat(walk(rule.rrule() + ";UNTIL=" + text, anchor, zone)).as(text).doesNotContain(until);
    }
  }

  @Property(tries = 300)
  void each_is_later_by_the_clock_and_in_truth(
      @ForAll("zones") ZoneId zone, @ForAll("moments") Instant moment, @ForAll("times") String times, @ForAll boolean allDay) {
    // Where a clock is turned next is where it matters.
    var turn = zone.getRules().nextTransition(moment);
    var anchor = (turn == null ? moment : turn.getInstant()).atZone(zone).toLocalDateTime().minusDays(3).withNano(0);
    var rule = Rule.of("FREQ=DAILY" + (allDay ? "" : times));
    var last = allDay ? anchor.toLocalDate().atStartOfDay() : anchor;
    for (int i = 0; i < 100; i++) {
      var next = rule.next(last, last, allDay, zone).orElseThrow();
      assertThat(next).isAfter(last);
      assertThat(Due.of(next, zone, allDay).at()).isAfter(Due.of(last, zone, allDay).at());
      last = next;
    }
  }

  @Property(tries = 500)
  void whatever_is_no_rule_is_refused_and_whatever_is_one_answers_soon(@ForAll("texts") String text, @ForAll("anchors") LocalDateTime anchor) {
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
      try {
        var rule = Rule.of(text);
        rule.next(anchor.plusYears(70), anchor, false, ZoneId.of("America/New_York"));
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("must ");
      }
    });
  }

  private static List<LocalDateTime> walk(String rrule, LocalDateTime anchor, boolean allDay) {
    return walk(rrule, anchor, allDay, ZoneOffset.UTC);
  }

  private static List<LocalDateTime> walk(String rrule, LocalDateTime anchor, boolean allDay, ZoneId zone) {
    var rule = Rule.of(rrule);
    return Stream.iterate(rule.next(anchor, anchor, allDay, zone), Optional::isPresent, last -> rule.next(last.get(), anchor, allDay, zone))
        .map(Optional::get).takeWhile(time -> time.getYear() <= anchor.getYear() + YEARS).toList();
  }

  private static List<LocalDateTime> walk(String rrule, LocalDateTime anchor, ZoneId zone) {
    return walk(rrule, anchor, false, zone);
  }

  private static List<LocalDateTime> after(LocalDateTime anchor, List<LocalDateTime> times) {
    return times.stream().filter(time -> time.isAfter(anchor)).toList();
  }

  @Provide
  Arbitrary<TestRule> rules() {
    return TestRule.any();
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(TestRule.ZONES);
  }

  @Provide
  Arbitrary<Instant> moments() {
    return Arbitraries.longs().between(FROM.getEpochSecond(), TO.getEpochSecond()).map(Instant::ofEpochSecond);
  }

  @Provide
  Arbitrary<LocalDateTime> anchors() {
    return moments().map(moment -> LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
  }

  @Provide
  Arbitrary<String> times() {
    return Arbitraries.of("", ";BYHOUR=0,1,2,3;BYMINUTE=0,15,30,45", ";BYHOUR=2,3;BYMINUTE=10,50", ";BYHOUR=0,23;BYMINUTE=30", ";BYHOUR=8,20");
  }

  /** Rules that are right, wrong in one place, or nothing of the kind. */
  @Provide
  Arbitrary<String> texts() {
    var parts = Arbitraries.of("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=HOURLY", "FREQ=", "INTERVAL=2147483647",
        "INTERVAL=0", "INTERVAL=-1", "INTERVAL=1000", "COUNT=2147483647", "COUNT=0", "COUNT=1", "UNTIL=20300101", "UNTIL=99999999T999999Z",
        "UNTIL=", "BYDAY=MO,-53SU", "BYDAY=99XX", "BYDAY=", "BYMONTH=2", "BYMONTH=13", "BYMONTHDAY=30", "BYMONTHDAY=-31", "BYYEARDAY=366,-366",
        "BYWEEKNO=53,-53", "BYSETPOS=366", "BYSETPOS=-366", "BYHOUR=0,23", "BYHOUR=24", "BYMINUTE=0,59", "BYSECOND=60", "WKST=SU", "WKST=",
        "RSCALE=GREGORIAN", "RSCALE=ISLAMIC-CIVIL", "RSCALE=JULIAN", "RSCALE", "SKIP=BACKWARD", "SKIP=FORWARD", "SKIP=OMIT", "X-A=B", "=", "",
        "_SANITY_FILTER=1", "_BYMONTHSKIP=1", "é", "\n", "FREQ=DAILY;FREQ=WEEKLY");
    return Arbitraries.oneOf(parts.list().ofMinSize(1).ofMaxSize(6).map(list -> String.join(";", list)),
        Combinators.combine(Arbitraries.of("FREQ=YEARLY", "FREQ=MONTHLY", "FREQ=WEEKLY", "FREQ=DAILY"), parts.list().ofMaxSize(5))
            .as((frequency, list) -> frequency + ";" + String.join(";", list)),
        Arbitraries.strings().ofMaxLength(40), Arbitraries.strings().numeric().withChars("=;,-FREQBYDAILY").ofMaxLength(60));
  }
}
