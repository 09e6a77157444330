package dev.caravan.model.operations;

import org.jspecify.annotations.Nullable;

/**
 * A message for a subscription.
 *
 * @param topic on which it was told
 * @param subject whose facts are taken in in order; null if nobody knows
 * @param fact seq of the fact that it carries; null if it carries none
 */
public record Undelivered(
    String subscription, String topic, @Nullable String subject, @Nullable String orderId, @Nullable Long fact, @Nullable String body) {}
