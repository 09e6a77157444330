package dev.caravan.model.orders;

import dev.caravan.model.Outcome;

/**
 * An order, or something to be done about one, was taken; the same answer again for the same Idempotency-Key.
 *
 * @param json the answer, byte for byte
 */
public record Accepted(String orderId, String json) implements Outcome {}
