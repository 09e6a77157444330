package dev.caravan.model.chat;

/**
 * Words about a time that name none, or could mean two.
 *
 * @param question that has to be answered first
 */
record Vague(String question) implements Told {}
