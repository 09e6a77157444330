package dev.caravan.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times as callers write them: ISO 8601 with an offset. */
public final class Times {

  private Times() {}

  /** Why what the caller wrote is no time, if it is none. @param text null where nothing was written */
  public static Optional<Refusal> refusal(String field, @Nullable String text) {
    try {
      read(text);
      return Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.of(Refusal.of("invalid", field, "must be an ISO 8601 time with an offset, such as 2026-01-31T12:00:00Z"));
    }
  }

  /** @param text that {@link #refusal} has nothing against */
  public static Optional<Instant> read(@Nullable String text) {
    return Optional.ofNullable(text).map(given -> OffsetDateTime.parse(given).toInstant());
  }
}
