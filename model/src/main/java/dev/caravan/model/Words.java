package dev.caravan.model;

/** What words of callers look like, as regular expressions. */
public final class Words {

  /** Text for people: whatever is no control character, and no half of a character. */
  public static final String PLAIN = "[\\t\\r\\n[^\\p{Cc}\\p{Cs}]]*";

  public static final String NOT_PLAIN = "must not contain control characters or half characters";

  /** Names of people who act, as they stand in a history. */
  public static final String NAME = "[^\\p{Cc}\\p{Cs}\\s](?:[^\\p{Cc}\\p{Cs}]{0,62}[^\\p{Cc}\\p{Cs}\\s])?";

  /** Names that others give to kinds of things. */
  public static final String KIND = "[A-Z][A-Z_]{0,31}";

  private Words() {}
}
