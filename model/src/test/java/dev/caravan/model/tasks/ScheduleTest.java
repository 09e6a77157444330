package dev.caravan.model.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.caravan.model.tasks.Recurrence.From;
import dev.caravan.model.tasks.Recurrence.Overdue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

class ScheduleTest {

  private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final String NEW_YORK = "America/New_York";

  @Test
  void what_passed_is_left_out() {
    var schedule = schedule("FREQ=DAILY", "2026-06-01T08:00", From.DUE, Overdue.SKIP);
    assertThat(done(schedule, "2026-06-01T07:00")).hasToString("[2026-06-02T08:00]");
    assertThat(done(schedule, "2026-06-10T09:00")).hasToString("[2026-06-11T08:00]");
    assertThat(done(schedule, "2026-06-12T08:00")).as("what is due this moment has passed").hasToString("[2026-06-13T08:00]");
    assertThat(done(schedule, "2026-06-12T08:00")).as("what was made is not made again").hasToString("[2026-06-14T08:00]");
  }

  @Test
  void a_day_has_not_passed_before_it_is_over() {
    var schedule = schedule("FREQ=DAILY", "2026-06-01", From.DUE, Overdue.SKIP);
    assertThat(done(schedule, "2026-06-10T23:59:59")).hasToString("[2026-06-10T00:00]");
    assertThat(done(schedule, "2026-06-10T23:59:59")).hasToString("[2026-06-11T00:00]");
    assertThat(done(schedule, "2026-06-20T00:00")).hasToString("[2026-06-20T00:00]");
  }

  @Test
  void what_a_gap_moves_to_later_has_not_passed() {
    var schedule = schedule("FREQ=DAILY", "2026-03-01T02:30", From.DUE, Overdue.SKIP);
    // 02:30 is 03:30 on that day.
    assertThat(done(schedule, "2026-03-08T03:10")).hasToString("[2026-03-08T02:30]");
  }

  @Test
  void what_the_clock_shows_twice_has_passed_the_second_time() {
    var schedule = schedule("FREQ=DAILY", "2026-10-25T01:30", From.DUE, Overdue.SKIP);
    // 01:10 for the second time.
    var now = Instant.parse("2026-11-01T06:10:00Z");
    assertThat(schedule.after(schedule.lastOccurrence(), now, now)).hasToString("[2026-11-02T01:30]");
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_made_twice_of_one_occurrence(From from) {
    for (var overdue : Overdue.values()) {
      var schedule = schedule("FREQ=DAILY", "2026-06-01T08:00", from, overdue);
      var first = schedule.lastOccurrence();
      var now = at("2026-06-03T09:00");
      assertThat(schedule.after(first, now, now)).isNotEmpty();
      assertThat(schedule.after(first, now, now)).isEmpty();
      assertThat(schedule.status()).isEqualTo(Schedule.Status.ACTIVE);
    }
  }

  @Test
  void what_passed_is_stacked_up_to_the_first_to_come() {
    var schedule = schedule("FREQ=DAILY", "2026-06-01T08:00", From.DUE, Overdue.STACK);
    assertThat(done(schedule, "2026-06-03T09:00")).hasToString("[2026-06-02T08:00, 2026-06-03T08:00, 2026-06-04T08:00]");
    assertThat(done(schedule, "2026-06-03T10:00")).hasToString("[2026-06-05T08:00]");
  }

  @Test
  void a_day_is_stacked_when_it_is_over() {
    var schedule = schedule("FREQ=DAILY", "2026-06-01", From.DUE, Overdue.STACK);
    assertThat(done(schedule, "2026-06-03T23:00")).hasToString("[2026-06-02T00:00, 2026-06-03T00:00]");
    assertThat(done(schedule, "2026-06-05T00:00")).hasToString("[2026-06-04T00:00, 2026-06-05T00:00]");
  }

  @Test
  void a_hundred_are_stacked_in_one_go_and_the_others_later() {
    var schedule = schedule("FREQ=DAILY", "2026-01-01T08:00", From.DUE, Overdue.STACK);
    var first = done(schedule, "2026-07-20T09:00");
    var second = done(schedule, "2026-07-20T09:00");
    assertThat(first).hasSize(100).last().hasToString("2026-04-11T08:00");
    assertThat(second).hasSize(100).first().hasToString("2026-04-12T08:00");
    assertThat(done(schedule, "2026-07-20T09:00")).hasToString("[2026-07-21T08:00]");
  }

  @Test
  void an_end_ends_what_is_stacked() {
    var schedule = schedule("FREQ=DAILY;COUNT=3", "2026-06-01T08:00", From.DUE, Overdue.STACK);
    assertThat(done(schedule, "2026-06-20T09:00")).hasToString("[2026-06-02T08:00, 2026-06-03T08:00]");
    assertThat(schedule.status()).isEqualTo(Schedule.Status.ACTIVE);
    assertThat(done(schedule, "2026-06-20T09:00")).isEmpty();
    assertThat(schedule.status()).isEqualTo(Schedule.Status.ENDED);
  }

  @Test
  void what_is_left_out_counts_for_an_end_of_the_calendar() {
    for (var rule : List.of("FREQ=DAILY;COUNT=3", "FREQ=DAILY;UNTIL=20260603")) {
      var schedule = schedule(rule, "2026-06-01T08:00", From.DUE, Overdue.SKIP);
      assertThat(done(schedule, "2026-06-02T09:00")).hasToString("[2026-06-03T08:00]");
      assertThat(done(schedule, "2026-06-02T09:00")).isEmpty();
      assertThat(schedule.status()).isEqualTo(Schedule.Status.ENDED);
    }
  }

  @Test
  void a_first_time_that_the_rule_does_not_name_counts() {
    for (var from : From.values()) {
      // A Wednesday.
      var schedule = schedule("FREQ=WEEKLY;BYDAY=FR;COUNT=3", "2026-06-03T08:00", from, Overdue.SKIP);
      assertThat(done(schedule, "2026-06-03T09:00")).hasToString("[2026-06-05T08:00]");
      assertThat(done(schedule, "2026-06-05T09:00")).hasToString("[2026-06-12T08:00]");
      assertThat(done(schedule, "2026-06-12T09:00")).isEmpty();
      assertThat(schedule.status()).isEqualTo(Schedule.Status.ENDED);
    }
  }

  @Test
  void from_completion_the_day_of_completion_counts() {
    var schedule = schedule("FREQ=DAILY;INTERVAL=3", "2026-06-01T08:00", From.COMPLETION, Overdue.SKIP);
    assertThat(done(schedule, "2026-06-10T23:00")).hasToString("[2026-06-13T08:00]");
    assertThat(done(schedule, "2026-06-12T06:00")).as("done early").hasToString("[2026-06-15T08:00]");
    assertThat(done(schedule, "2026-06-12T07:00")).as("done so early that what is counted is made already").hasToString("[2026-06-18T08:00]");
  }

  @Test
  void from_completion_as_many_are_made_as_are_counted() {
    var schedule = schedule("FREQ=DAILY;COUNT=3", "2026-06-01T08:00", From.COMPLETION, Overdue.SKIP);
    assertThat(done(schedule, "2026-06-20T09:00")).hasToString("[2026-06-21T08:00]");
    assertThat(done(schedule, "2026-06-30T09:00")).hasToString("[2026-07-01T08:00]");
    assertThat(done(schedule, "2026-07-01T09:00")).isEmpty();
    assertThat(schedule.status()).isEqualTo(Schedule.Status.ENDED);
  }

  @Test
  void from_completion_at_the_end_of_a_month_no_month_is_left_out() {
    var schedule = schedule(Frequency.MONTHLY.rrule(), "2026-01-15", From.COMPLETION, Overdue.SKIP);
    assertThat(done(schedule, "2026-01-31T12:00")).hasToString("[2026-02-28T00:00]");
  }

  @Test
  void nothing_is_made_while_it_is_paused_and_what_passed_is_left_out_or_stacked_when_it_goes_on() {
    var schedule = schedule("FREQ=DAILY", "2026-06-01T08:00", From.DUE, Overdue.SKIP);
    schedule.become(Schedule.Status.PAUSED, at("2026-06-01T07:00"));
    assertThat(done(schedule, "2026-06-01T07:30")).isEmpty();
    assertThat(schedule.status()).isEqualTo(Schedule.Status.PAUSED);
    schedule.become(Schedule.Status.ACTIVE, at("2026-06-20T09:00"));
    assertThat(schedule.after(schedule.lastOccurrence(), at("2026-06-01T07:30"), at("2026-06-20T09:00"))).hasToString("[2026-06-21T08:00]");
  }

  @Test
  void what_is_shown_as_upcoming_is_what_will_be_made() {
    var skipped = schedule("FREQ=DAILY", "2026-06-01", From.DUE, Overdue.SKIP);
    assertThat(skipped.view(2, at("2026-06-20T09:00")).upcoming()).containsExactly("2026-06-20", "2026-06-21");
    var stacked = schedule("FREQ=DAILY", "2026-06-01", From.DUE, Overdue.STACK);
    assertThat(stacked.view(2, at("2026-06-20T09:00")).upcoming()).containsExactly("2026-06-02", "2026-06-03");
    assertThat(schedule("FREQ=DAILY", "2026-06-01", From.COMPLETION, Overdue.SKIP).view(2, WRITTEN).upcoming()).isEmpty();
  }

  @Test
  void the_busiest_schedule_answers_soon() {
    for (var end : List.of("", ";COUNT=10000")) {
      for (var overdue : Overdue.values()) {
        var schedule = schedule("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=" + RuleTest.HOURS + end, "1970-01-01T00:00", From.DUE, overdue);
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
          schedule.view(5, at("2060-06-01T09:30"));
          done(schedule, "2060-06-01T09:30");
        });
      }
    }
  }

  /** What is made when the last one is done at this time. */
  private static List<LocalDateTime> done(Schedule schedule, String time) {
    return schedule.after(schedule.lastOccurrence(), at(time), at(time));
  }

  private static Instant at(String time) {
    return LocalDateTime.parse(time).atZone(ZoneId.of(NEW_YORK)).toInstant();
  }

  private static Schedule schedule(String rrule, String due, From from, Overdue overdue) {
    var zone = ZoneId.of(NEW_YORK);
    var anchor = due.contains("T") ? Due.of(LocalDateTime.parse(due), zone, false) : Due.of(LocalDate.parse(due).atStartOfDay(), zone, true);
    var recurrence = new Recurrence(rrule, null, NEW_YORK, null, from, overdue);
    var task = new NewTask("Stir the batter", null, null, null, null, due, NEW_YORK, null, null, null, recurrence, null, null, null, null, null);
    var wish = new Wish(task, zone, anchor, List.of(), recurrence, rrule);
    var written = new Task(null, WRITTEN);
    written.says(wish, WRITTEN);
    return new Schedule(written, wish, WRITTEN);
  }
}
