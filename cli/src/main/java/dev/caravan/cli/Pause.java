package dev.caravan.cli;

import java.time.Duration;

/** A moment until it is worth asking again. */
final class Pause {

  private Pause() {}

  static void of(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
