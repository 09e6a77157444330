package dev.caravan.model.orders;

/**
 * How sure it is that an order holds what its customer meant.
 *
 * @param percent 0 to 100
 * @param proposed whether nobody but a language model understood it, so that it matters for every order how sure that was
 * @param disputed whether the rules and a language model understood different things, or the words do not name all of what it understood, or
 *     say more
 */
public record Certainty(int percent, boolean proposed, boolean disputed) {

  /** What was not said in words. */
  public static final Certainty FULL = new Certainty(100, false, false);
}
