package dev.caravan.config.saga;

import org.eclipse.microprofile.lra.annotation.LRAStatus;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Where sagas are kept, in this process or in another one: opened, joined by those who take part, and ended. */
public interface Coordinator {

  /** Who opens sagas, as the coordinator is told. */
  String CLIENT = "caravan";

  /** What every saga id begins with: the address of the coordinator's API, without a slash at its end. */
  String base();

  /** Opens a saga that is undone unless it is closed within the limit, and returns its id. */
  String start(Duration limit);

  /**
   * Promises a participant that one of its links is called when the saga ends; asking twice is asking once.
   *
   * @param links an RFC 8288 Link header
   * @param limit new time limit of the saga in milliseconds, 0: as it is; it is never shortened
   * @throws IllegalStateException when the saga is not open
   */
  void join(String id, String links, long limit);

  /** Asks a saga to end and returns what has become of it; null when it is not known, because it has ended before or never was. */
  @Nullable LRAStatus end(String id, boolean cancel);

  /** Every saga that has not ended, among them those that wait for an undo to succeed. */
  List<OpenSaga> open();

  /** Whether the id is one this coordinator could have given out; true says nothing about the saga's existence. */
  default boolean owns(String id) {
    return id.startsWith(base() + "/") && id.substring(base().length() + 1).matches("\\w{1,100}");
  }

  /**
   * Ends a saga well.
   *
   * @return false when it is not known
   * @throws IllegalStateException when it is being undone instead, as after its deadline
   */
  default boolean close(String id) {
    return ends(id, false, Set.of(LRAStatus.Closing, LRAStatus.Closed, LRAStatus.FailedToClose));
  }

  /**
   * Calls every undo of a saga; those that fail are called again by and by.
   *
   * @return false when it is not known
   * @throws IllegalStateException when it has been closed
   */
  default boolean cancel(String id) {
    return ends(id, true, Set.of(LRAStatus.Cancelling, LRAStatus.Cancelled, LRAStatus.FailedToCancel));
  }

  private boolean ends(String id, boolean cancel, Set<LRAStatus> meant) {
    var status = end(id, cancel);
    if (status != null && !meant.contains(status)) {
      throw new IllegalStateException("Saga " + id + " is " + status);
    }
    return status != null;
  }
}
