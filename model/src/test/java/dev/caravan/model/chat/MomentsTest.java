package dev.caravan.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.TimeZone;

class MomentsTest {

  private static String read(String phrase, String now) {
    return Moments.read(phrase, ZonedDateTime.parse(now)) instanceof When when ? when.text() + " " + when.zone() : "";
  }

  @ParameterizedTest(name = "at {0}, {1} is {2}")
  @CsvSource({
      // The same moment, by other clocks and calendars.
      "2026-03-11T23:30+01:00[Europe/Berlin], tomorrow at 9:00, 2026-03-12T09:00 Europe/Berlin",
      "2026-03-12T07:30+09:00[Asia/Tokyo], tomorrow at 9:00, 2026-03-13T09:00 Asia/Tokyo",
      "2026-03-11T12:30-10:00[Pacific/Honolulu], friday, 2026-03-13 Pacific/Honolulu",
      "2026-03-12T12:30+14:00[Pacific/Kiritimati], today, 2026-03-12 Pacific/Kiritimati",
      // A clock that is put forward or back: the time on the clock, and the time that passes.
      "2026-03-28T23:30+01:00[Europe/Berlin], tomorrow at 2:30 am, 2026-03-29T02:30 Europe/Berlin",
      "2026-03-29T01:30+01:00[Europe/Berlin], in 2 hours, 2026-03-29T04:30 Europe/Berlin",
      "2026-10-25T01:30+02:00[Europe/Berlin], in 2 hours, 2026-10-25T02:30 Europe/Berlin",
      "2026-10-24T10:00+02:00[Europe/Berlin], in 2 days, 2026-10-26 Europe/Berlin",
      // Ends of months and years.
      "2026-12-31T10:00+01:00[Europe/Berlin], tomorrow, 2027-01-01 Europe/Berlin",
      "2026-01-31T10:00+01:00[Europe/Berlin], in a month, 2026-02-28 Europe/Berlin",
      "2028-02-28T10:00+01:00[Europe/Berlin], tomorrow, 2028-02-29 Europe/Berlin",
      "2026-02-27T10:00+01:00[Europe/Berlin], on the 31st, 2026-03-31 Europe/Berlin",
      "2026-03-11T10:00+01:00[Europe/Berlin], at 9:00 tokyo time, T09:00 Asia/Tokyo"})
  void times_are_by_the_clock_and_the_calendar_of_the_zone(String now, String phrase, String meant) {
    assertThat(read(phrase, now)).isEqualTo(meant);
  }

  @Test
  void the_zone_of_the_machine_is_of_no_matter() {
    var before = TimeZone.getDefault();
    try {
      for (var zone : new String[] {"Asia/Tokyo", "Pacific/Honolulu", "Europe/Berlin"}) {
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of(zone)));
        assertThat(read("tomorrow at 5pm", "2026-03-11T10:15+01:00[Europe/Berlin]")).isEqualTo("2026-03-12T17:00 Europe/Berlin");
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "chapter 5", "3 apples", "an hour", "for 2 hours", "1800", "friday or saturday", "friday and saturday", "from monday to friday",
      "february 30", "2026-02-30", "31 april", "at 25:00", "at 13pm", "3/4", "20/3/2026", "in 1.5 hours", "in 0 minutes", "9pm est", "christmas", "every day", "", " "})
  void what_is_no_time_or_says_more_than_a_time_is_not_taken_for_one(String phrase) {
    assertThat(Moments.read(phrase, ZonedDateTime.parse("2026-03-11T10:15+01:00[Europe/Berlin]"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomorrow at 5", "at 5:30", "tonight", "tomorrow morning", "wednesday", "this wednesday", "next week", "in june", "later", "in a few days",
      "at 9 atlantis time"})
  void what_could_mean_several_times_is_asked_back(String phrase) {
    assertThat(Moments.read(phrase, ZonedDateTime.parse("2026-03-11T10:15+01:00[Europe/Berlin]"))).isInstanceOf(Vague.class);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void no_message_takes_long_to_read() {
    var now = ZonedDateTime.parse("2026-03-11T10:15+01:00[Europe/Berlin]");
    for (var word : new String[] {"every ", "at 9 ", "tomorrow ", "the ", "every monday and ", "in 1 day ", "#a ", "'", "mark ", "and ", "a b c d ", "ok ", "no ", "please "}) {
      for (var start : new String[] {"", "remind me to ", "add ", "delete ", "move x to ", "show my tasks ", "order "}) {
        Sentence.read((start + word.repeat(2_000)).substring(0, Sentence.MAX_LENGTH), now);
      }
    }
  }
}
