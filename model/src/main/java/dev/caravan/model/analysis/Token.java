package dev.caravan.model.analysis;

/**
 * A piece of text.
 *
 * @param word lower case; a number's digits
 * @param start where it stands in the text
 * @param end after its last character
 * @param misspelt whether the word is not what was written
 */
record Token(Kind kind, String word, int start, int end, boolean misspelt) {

  /**
   * An item is the number of an entry in a list: "1.", "1)", "#1".
   *
   * <p>A strange one is neither word nor whole number nor punctuation: a price, a fraction, a negative number, an emoji.
   */
  enum Kind {
    ITEM, WORD, NUMBER, COMMA, BREAK, STRANGE
  }

  boolean is(Kind other) {
    return kind == other;
  }
}
