package dev.caravan.model.notifications;

import org.jspecify.annotations.Nullable;

/**
 * What came of handing something over to the outside.
 *
 * @param code the HTTP status, where there was one
 * @param error what went wrong, in words; null if nothing did
 * @param millis how long it took
 */
public record Attempt(Result result, @Nullable Integer code, @Nullable String error, long millis) {

  public enum Result {
    TAKEN,
    /** It may be taken another time. */
    FAILED,
    /** It will never be taken. */
    REFUSED
  }

  static Attempt refused(String error) {
    return new Attempt(Result.REFUSED, null, error, 0);
  }

  boolean isTaken() {
    return result == Result.TAKEN;
  }

  boolean isFinal() {
    return result != Result.FAILED;
  }
}
