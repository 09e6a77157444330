package dev.caravan.model.live;

import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.events.Topic;
import dev.caravan.model.users.UserView;
import dev.caravan.model.users.Users;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may listen to what. */
@Named("listeners")
public class Listeners {

  /** What can be listened to. */
  public static final Set<Topic> TOPICS = Collections.unmodifiableSet(EnumSet.of(Topic.ORDER_UPDATES, Topic.TASK_UPDATES));

  private final Users users;

  public Listeners(Users users) {
    this.users = users;
  }

  /**
   * A {@link Listener}, or why it is none. Whoever is not registered has no role and is welcome.
   *
   * @param topics names with commas between them; null for all
   */
  public Outcome admit(@Nullable String userId, @Nullable String topics) {
    var wanted = EnumSet.noneOf(Topic.class);
    if (topics == null) {
      wanted.addAll(TOPICS);
    } else {
      for (var name : topics.split(",", -1)) {
        var topic = Topic.of(name).filter(TOPICS::contains);
        if (topic.isEmpty()) {
          return Refusal.of("invalid", "topics", "must be among " + TOPICS);
        }
        wanted.add(topic.get());
      }
    }
    if (userId == null) {
      return new Listener(null, Set.of(), wanted);
    }
    if (!userId.matches(Ids.CHOSEN)) {
      return Refusal.of("invalid", "userId", "must match " + Ids.CHOSEN);
    }
    if (!(users.one(userId) instanceof UserView user)) {
      return new Listener(userId, Set.of(), wanted);
    }
    return user.blocked()
        ? Refusal.of("user-blocked", "userId", "The user " + userId + " is blocked.")
        : new Listener(userId, user.roles().stream().map(Enum::name).collect(Collectors.toSet()), wanted);
  }
}
