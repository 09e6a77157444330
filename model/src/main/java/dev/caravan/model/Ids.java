package dev.caravan.model;

import com.github.f4b6a3.uuid.UuidCreator;

import java.util.Optional;
import java.util.UUID;

/** Identifiers that sort by the time of their making: UUID version 7, RFC 9562. */
public final class Ids {

  /** Ids chosen by others: customers, and orders that bring their own. */
  public static final String CHOSEN = "[A-Za-z0-9._-]{1,64}";

  /** Ids that may be chosen: none that would mean something else to a path or an expression. */
  public static final String NEW = "(?!(?:null|true|false|\\.{1,2})$)" + CHOSEN;

  /** What {@link #NEW} asks for, in words. */
  public static final String NEW_IN_WORDS = "must match [A-Za-z0-9._-]{1,64} and be none of null, true, false, . and ..";

  private Ids() {}

  /** The id that the text is; empty if it is none. */
  public static Optional<UUID> read(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public static UUID next() {
    return UuidCreator.getTimeOrderedEpoch();
  }
}
