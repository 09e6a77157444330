package dev.caravan.model.analysis;

/**
 * A piece of text.
 *
 * @param word lower case; a number's digits
 * @param start where it stands in the text
 * @param end after its last character
 */
record Token(Kind kind, String word, int start, int end) {

  /** A strange one is neither word nor whole number nor punctuation: a price, a fraction, a negative number, an emoji. */
  enum Kind {
    WORD, NUMBER, COMMA, BREAK, STRANGE
  }

  boolean is(Kind other) {
    return kind == other;
  }
}
