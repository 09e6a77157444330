package dev.caravan.model.events;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A fact: something that has become true, never changed afterwards.
 *
 * @param seq place in the log; facts about one subject are in the order in which they became true
 * @param type dotted past tense, such as {@code order.received}
 * @param subject id of what the fact is about
 * @param actor who brought it about: a context's name or a person's id
 * @param trace W3C trace id (32 hex digits) of the request that began it all
 */
public record Event(
    long seq, UUID id, String type, String subject, Map<String, Object> data, String actor, Instant occurredAt,
    @Nullable String trace) {

  public static final String STATUS = "status";

  /** The status before this fact; only there when the fact changed it. */
  public static final String FORMER_STATUS = "from";

  public static final String ORDER_ID = "orderId";

  public static final String TASK_ID = "taskId";

  /** A task as it is after this fact; only there when the fact changed it. */
  public static final String TASK = "task";

  /** In facts about a task that the house itself has opened: what for, for which order or ingredient, and what a person decided. */
  public static final String DUTY = "duty";
  public static final String ABOUT = "about";
  public static final String OUTCOME = "outcome";

  /** What the fact says under this key, if it does, as text. */
  public @Nullable String text(String key) {
    var value = data.get(key);
    return value == null ? null : value.toString();
  }
}
