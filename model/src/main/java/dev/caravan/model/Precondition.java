package dev.caravan.model;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;

/** What a writer insists on: that nobody else has written since (If-Match, RFC 9110, 13.1.1). */
public final class Precondition {

  private Precondition() {}

  /** The entity tag of a version. */
  public static String tag(Versioned view) {
    return "\"" + view.version() + "\"";
  }

  /** Why nothing is written, if something else was written since. @param ifMatch entity tags, {@code *}, or null for no matter what */
  public static Optional<Refusal> refusal(@Nullable String ifMatch, Versioned now) {
    return ifMatch == null || ifMatch.strip().equals("*")
        || Arrays.stream(ifMatch.split(",", -1)).map(String::strip).anyMatch(tag(now)::equals)
        ? Optional.empty()
        : Optional.of(Refusal.of("precondition-failed", "If-Match", "Its version is " + tag(now) + " now."));
  }
}
