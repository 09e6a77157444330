package dev.caravan.model.orders;

import java.time.Duration;

/**
 * By when orders that are sent have to have ended.
 *
 * @param standard where the customer names no other
 * @param longest that a customer may name; the shortest is twice the reserve
 * @param reserve before the deadline, in which what cannot be done in time is taken back
 */
public record DeadlinePolicy(Duration standard, Duration longest, Duration reserve) {}
