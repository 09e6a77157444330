package dev.caravan.model.chat;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * Times that come again and again.
 *
 * @param first the first of them that is to come
 * @param rrule RFC 5545
 * @param until the last day, inclusive; null for ever
 */
record Recurring(When first, String rrule, @Nullable LocalDate until) implements Told {}
