package dev.caravan.model;

import org.jspecify.annotations.Nullable;

import java.util.OptionalInt;

/** One page of a list. */
public interface Paged extends Outcome {

  /** The most that a page holds. */
  int MAX_SIZE = 100;

  Refusal WRONG_SIZE = Refusal.of("invalid", "limit", "must be 1 to " + MAX_SIZE);

  /** How much a page is to hold; empty if that cannot be, which is {@link #WRONG_SIZE}. @param limit null for 20 */
  static OptionalInt size(@Nullable String limit) {
    int size = limit == null ? 20 : limit.matches("[0-9]{1,4}") ? Integer.parseInt(limit) : 0;
    return size < 1 || size > MAX_SIZE ? OptionalInt.empty() : OptionalInt.of(size);
  }

  /** The cursor of the page after it, null on the last. */
  @Nullable String next();
}
