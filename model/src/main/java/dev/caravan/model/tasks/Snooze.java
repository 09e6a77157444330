package dev.caravan.model.tasks;

import org.jspecify.annotations.Nullable;

/**
 * Until when nobody wants to be reminded: one of these.
 *
 * @param until an ISO 8601 time with an offset
 * @param duration an ISO 8601 duration from now, such as {@code PT1H}
 */
public record Snooze(@Nullable String until, @Nullable String duration) {}
