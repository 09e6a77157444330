package dev.caravan.model.live;

import dev.caravan.model.Outcome;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.Topic;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/**
 * Who listens, and to what.
 *
 * @param userId whoever it is; without, everything may be heard
 * @param roles of that user when it began to listen, by name
 */
public record Listener(@Nullable String userId, Set<String> roles, Set<Topic> topics) implements Outcome {

  /** Whether the fact is on a topic that was asked for, and may be heard. */
  public boolean hears(Event fact) {
    return topics.stream().anyMatch(topic -> topic.carries(fact)) && (userId == null || sees(userId, fact.data()));
  }

  private boolean sees(String user, Map<String, Object> data) {
    if (data.get(Event.TASK) instanceof Map<?, ?> task) {
      var owner = task.get("owner");
      var assignee = task.get("assignee");
      var role = task.get("assigneeRole");
      return user.equals(owner) || user.equals(assignee) || role != null && roles.contains(role.toString())
          || owner == null && assignee == null && role == null;
    }
    return user.equals(data.get("customerId")) || user.equals(data.get("runnerId"));
  }
}
