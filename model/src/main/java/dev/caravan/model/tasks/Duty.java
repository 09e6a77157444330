package dev.caravan.model.tasks;

import dev.caravan.model.Refusal;
import dev.caravan.model.users.Role;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the house needs a person for: who has to do it, in what time, and what may come of it. */
public enum Duty {
  /** An order waits for a person's decision. */
  REVIEW("Review order %s", Role.STAFF, Duration.ofHours(24), List.of("approve", "reject")),
  /** An order should go on by itself and does not. */
  STUCK_ORDER("Look after order %s, which stands still", Role.OPERATOR, Duration.ofHours(1), List.of("retry", "cancel")),
  /** What an order held could not be given back. */
  FAILED_UNDO("Give back what order %s holds", Role.OPERATOR, Duration.ofHours(1), List.of("retry")),
  /** The shelf runs out of something. */
  LOW_STOCK("Restock %s", Role.STAFF, Duration.ofHours(24), List.of("restock", "dismiss"));

  /** The outcome of a duty that has become needless. */
  static final String SETTLED = "settled";

  private final String title;
  private final Role role;
  private final Duration time;
  private final List<String> outcomes;

  Duty(String title, Role role, Duration time, List<String> outcomes) {
    this.title = title;
    this.role = role;
    this.time = time;
    this.outcomes = outcomes;
  }

  String title(String about) {
    return title.formatted(about);
  }

  Role role() {
    return role;
  }

  /** In which it should be done, if nothing else says so. */
  Duration time() {
    return time;
  }

  List<String> outcomes() {
    return outcomes;
  }

  /** Why it cannot be closed in this way, if it cannot. */
  Optional<Refusal> refusal(Closing closing) {
    if (closing.outcome() == null || !outcomes.contains(closing.outcome())) {
      return Optional.of(Refusal.of("invalid", "outcome", "must be one of " + outcomes));
    }
    if (closing.outcome().equals("reject") && (closing.note() == null || closing.note().isBlank())) {
      return Optional.of(Refusal.of("invalid", "note", "must say why it is rejected"));
    }
    if (closing.outcome().equals("restock") == (closing.quantity() == null)) {
      return Optional.of(Refusal.of("invalid", "quantity", "must be there to restock, and only then"));
    }
    return Optional.empty();
  }
}
