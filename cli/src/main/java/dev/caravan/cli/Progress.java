package dev.caravan.cli;

import java.util.List;

/** Shows orders as they go. */
interface Progress {

  /**
   * Called after each look at them.
   *
   * @param orders those that have been seen, in the order in which they were asked for
   * @param away whether the server cannot be reached at the moment
   */
  void show(List<Snapshot> orders, boolean away);
}
