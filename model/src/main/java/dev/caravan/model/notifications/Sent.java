package dev.caravan.model.notifications;

import dev.caravan.model.Outcome;

/**
 * A notification was sent; the same answer again for the same Idempotency-Key.
 *
 * @param json the answer, byte for byte
 */
public record Sent(String notificationId, String json) implements Outcome {}
