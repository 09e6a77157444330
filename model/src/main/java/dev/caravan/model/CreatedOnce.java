package dev.caravan.model;

/**
 * Something was made; the same answer again for the same Idempotency-Key.
 *
 * @param path where it can be asked for, below the API
 * @param json the answer, byte for byte
 */
public record CreatedOnce(String path, String json) implements Outcome {}
