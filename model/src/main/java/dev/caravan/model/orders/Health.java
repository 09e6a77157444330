package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;

/** How an order gets on: each is just one of these. */
public enum Health {
  /** It has ended, or goes on by itself. */
  OK,
  /** Somebody has to act. */
  WAITING,
  /** Its present step was tried in vain and is tried again. */
  RETRYING,
  /** It should go on by itself and does not; an operator has to look. */
  STUCK;

  /** @param since an order that has not moved since is stuck */
  static Health of(Order order, Instant since) {
    if (order.status() == Status.COMPENSATION_FAILED) {
      return STUCK;
    }
    if (order.status().isEnd()) {
      return OK;
    }
    if (order.nextStep().waitingFor() != null) {
      return WAITING;
    }
    if (order.retries() > 0) {
      return RETRYING;
    }
    return order.updatedAt().isBefore(since) ? STUCK : OK;
  }

  /** What {@link #of} says, as a condition of a query. */
  Predicate condition(Root<Order> order, CriteriaBuilder builder, Instant since) {
    var failed = builder.equal(order.get("status"), Status.COMPENSATION_FAILED);
    var ended = order.get("status").in(EnumSet.of(Status.COMPLETED, Status.REJECTED, Status.CANCELLED));
    var waits = builder.isNotNull(order.get("waitingFor"));
    var retried = builder.greaterThan(order.<Integer>get("retries"), 0);
    var still = builder.lessThan(order.<Instant>get("updatedAt"), since);
    var goesOn = builder.and(failed.not(), ended.not());
    return switch (this) {
      case WAITING -> builder.and(goesOn, waits);
      case RETRYING -> builder.and(goesOn, waits.not(), retried);
      case STUCK -> builder.or(failed, builder.and(goesOn, waits.not(), retried.not(), still));
      case OK -> builder.or(ended, builder.and(goesOn, waits.not(), retried.not(), still.not()));
    };
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
