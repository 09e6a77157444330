package dev.caravan.model.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

class QuietHoursTest {

  @ParameterizedTest(name = "{0} to {1} in {2}: at {3} until {4}")
  @CsvSource({
      // An ordinary night in New York, five hours behind UTC
      "22:00, 07:00, America/New_York, 2026-01-15T02:59:59Z, ",
      "22:00, 07:00, America/New_York, 2026-01-15T03:00:00Z, 2026-01-15T12:00:00Z",
      "22:00, 07:00, America/New_York, 2026-01-15T05:00:00Z, 2026-01-15T12:00:00Z",
      "22:00, 07:00, America/New_York, 2026-01-15T11:59:59Z, 2026-01-15T12:00:00Z",
      "22:00, 07:00, America/New_York, 2026-01-15T12:00:00Z, ",
      // The night in which the clock is put forward is an hour shorter, the one in which it is put back an hour longer
      "22:00, 07:00, America/New_York, 2026-03-08T03:00:00Z, 2026-03-08T11:00:00Z",
      "22:00, 07:00, America/New_York, 2026-11-01T02:00:00Z, 2026-11-01T12:00:00Z",
      // They end at a time that is skipped, or that comes twice
      "22:00, 02:30, America/New_York, 2026-03-08T06:59:00Z, 2026-03-08T07:00:00Z",
      "22:00, 02:30, America/New_York, 2026-03-08T07:00:00Z, ",
      "22:00, 01:30, America/New_York, 2026-11-01T05:00:00Z, 2026-11-01T05:30:00Z",
      // At noon
      "12:00, 14:00, Europe/Berlin, 2026-06-01T09:59:00Z, ",
      "12:00, 14:00, Europe/Berlin, 2026-06-01T10:00:00Z, 2026-06-01T12:00:00Z",
      "12:00, 14:00, Europe/Berlin, 2026-06-01T12:00:00Z, "})
  void they_are_kept_by_the_clock_on_the_wall(String from, String to, String zone, Instant now, Instant end) {
    assertThat(new QuietHours(from, to, zone).endAfter(now).orElse(null)).isEqualTo(end);
  }
}
