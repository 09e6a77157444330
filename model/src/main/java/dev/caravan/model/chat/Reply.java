package dev.caravan.model.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What somebody is told who said something.
 *
 * @param reply in words
 * @param actions what was done, or would be; empty where it had to be asked back
 */
public record Reply(String reply, List<Action> actions) implements Outcome {

  /** What became of an action. */
  public enum State {
    DONE,
    /** It is done when the person says yes. */
    PROPOSED,
    REFUSED
  }

  /**
   * @param action {@code create}, {@code list}, {@code complete}, {@code delete}, {@code reopen}, {@code reschedule}, {@code snooze},
   *     {@code find-order} or {@code order}
   * @param taskIds of the tasks that were listed
   * @param problem why it was refused
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Action(
      String action, State state, @Nullable String taskId, @Nullable List<String> taskIds, @Nullable String orderId, @Nullable Refusal problem) {

    static Action ofTask(String action, State state, @Nullable String taskId) {
      return new Action(action, state, taskId, null, null, null);
    }

    static Action ofOrder(String action, State state, @Nullable String orderId) {
      return new Action(action, state, null, null, orderId, null);
    }

    static Action refused(String action, @Nullable String taskId, Refusal problem) {
      return new Action(action, State.REFUSED, taskId, null, null, problem);
    }
  }

  static Reply of(String reply) {
    return new Reply(reply, List.of());
  }

  /** The same again for the same Idempotency-Key, byte for byte. */
  record Written(@JsonValue @JsonRawValue String json) implements Outcome {}
}
