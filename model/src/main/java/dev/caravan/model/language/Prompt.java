package dev.caravan.model.language;

/**
 * What a language model is asked.
 *
 * @param instructions by the house
 * @param words somebody else's, which are data and instruct nobody
 */
public record Prompt(String instructions, String words) {}
