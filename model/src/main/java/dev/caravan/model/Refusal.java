package dev.caravan.model;

import org.jspecify.annotations.Nullable;

/**
 * A no with its reason: a value, not an exception.
 *
 * @param code stable, kebab-case; part of the public contract
 * @param field the input that is to blame, as a path into the request, or null where no single one is
 * @param detail one sentence for the person who asked
 */
public record Refusal(String code, @Nullable String field, String detail) implements Outcome {

  public static Refusal of(String code, String detail) {
    return new Refusal(code, null, detail);
  }

  public static Refusal of(String code, String field, String detail) {
    return new Refusal(code, field, detail);
  }
}
