package dev.caravan.model.live;

import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.users.UserView;
import dev.caravan.model.users.Users;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may listen to what. */
@Named("listeners")
public class Listeners {

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
      wanted.addAll(Set.of(Topic.values()));
    } else {
      for (var name : topics.split(",", -1)) {
        var topic = Topic.of(name);
        if (topic.isEmpty()) {
          return Refusal.of("invalid", "topics", "must be among " + Arrays.toString(Topic.values()));
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
