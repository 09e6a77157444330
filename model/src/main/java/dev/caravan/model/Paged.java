package dev.caravan.model;

import org.jspecify.annotations.Nullable;

/** One page of a list. */
public interface Paged extends Outcome {

  /** The cursor of the page after it, null on the last. */
  @Nullable String next();
}
