package dev.caravan.model.orders;

import dev.caravan.model.Refusal;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An order that has a deadline has ended by then, one way or the other: what is not done shortly before it is taken back. The
 * deadline is absolute and stored; it is kept by a timer, and by the steps that could come too late.
 */
@Named("deadlines")
public class Deadlines {

  private final Orders orders;
  private final Timers timers;
  private final DeadlinePolicy policy;
  private final Clock clock;

  public Deadlines(Orders orders, Timers timers, DeadlinePolicy policy, Clock clock) {
    this.orders = orders;
    this.timers = timers;
    this.policy = policy;
    this.clock = clock;
  }

  Optional<Refusal> refusal(@Nullable Integer seconds, String field) {
    var shortest = policy.reserve().multipliedBy(2).toSeconds();
    var longest = policy.longest().toSeconds();
    return seconds == null || seconds >= shortest && seconds <= longest ? Optional.empty()
        : Optional.of(Refusal.of("invalid", field, "must be %d to %d".formatted(shortest, longest)));
  }

  /** From now on the order has to end in time. @param seconds from its creation; null for the standard */
  @Transactional(TxType.MANDATORY)
  void set(Order order, @Nullable Integer seconds) {
    var deadline = order.createdAt().plus(seconds == null ? policy.standard() : Duration.ofSeconds(seconds));
    order.endsBy(deadline);
    timers.arm(Timers.DEADLINE, order.id(), deadline.minus(policy.reserve()));
  }

  /** Its timer has fired: whatever is not done by now is taken back. */
  @Transactional
  public void expire(String orderId) {
    turnBackIfLate(orders.lock(orderId));
  }

  /** Turns the order back if its deadline is too near to go on; what was handed over goes on all the same. @return whether it is */
  @Transactional(TxType.MANDATORY)
  public boolean turnBackIfLate(Order order) {
    if (order.deadline() == null || clock.instant().isBefore(latest(order.deadline()))) {
      return false;
    }
    if (!order.status().isUndoing() && !order.status().isEnd() && !order.isHandedOver()) {
      orders.refuse(order, Reason.DEADLINE_EXCEEDED, Orders.ACTOR);
    }
    return true;
  }

  /** Whether something that takes so long takes at most half of the time that the order has left. */
  public boolean haveTimeFor(Order order, Duration time) {
    return order.deadline() == null || clock.instant().plus(time.multipliedBy(2)).isBefore(latest(order.deadline()));
  }

  private Instant latest(Instant deadline) {
    return deadline.minus(policy.reserve());
  }
}
