package dev.caravan.model;

/**
 * Something is there that was not there before.
 *
 * @param path where it can be asked for, below the API, such as {@code users/ada}
 */
public record Created(String path, Outcome view) implements Outcome {}
