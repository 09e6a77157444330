package dev.caravan.model.orders;

import dev.caravan.model.events.EventLog;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.hibernate.Session;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Finds orders that stand still and tells the journey again what was last true of them. */
@Named("sweep")
public class Sweep {

  private static final String STUCK = "order.stuck";
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  @PersistenceContext
  private Session database;

  private final Orders orders;
  private final EventLog events;
  private final OrderPolicy policy;
  private final Clock clock;

  public Sweep(Orders orders, EventLog events, OrderPolicy policy, Clock clock) {
    this.orders = orders;
    this.events = events;
    this.policy = policy;
    this.clock = clock;
  }

  /** Moves on at most {@code limit} orders; each waits twice as long for the next sweep as it waited for this one. */
  @Transactional
  public int standingStill(int limit) {
    var ids = database.createNativeQuery("""
            update orders.customer_order set swept_at = :now
            where id in (
              select id from orders.customer_order
              where status not in ('COMPLETED', 'REJECTED', 'CANCELLED')
                and coalesce(swept_at, updated_at)
                    + least(greatest(case when deadline is null then :patience else :hurry end * interval '1 ms', coalesce(swept_at, updated_at) - updated_at),
                            :longest * interval '1 ms') < :now
              order by updated_at limit :limit for update skip locked)
            returning id""", String.class)
        .setParameter("now", clock.instant()).setParameter("patience", policy.patience().toMillis())
        .setParameter("hurry", policy.hurry().toMillis())
        .setParameter("longest", LONGEST_WAIT.toMillis()).setParameter("limit", limit).getResultList();
    ids.forEach(this::moveOn);
    return ids.size();
  }

  private void moveOn(String orderId) {
    var order = orders.lock(orderId);
    var undoingSince = Duration.between(order.updatedAt(), clock.instant());
    if (order.status() == Status.COMPENSATING && undoingSince.compareTo(policy.compensationPatience()) > 0) {
      order.compensationFailed();
      orders.noted(order, "order.compensation-failed", Map.of(), Orders.ACTOR);
    }
    if (order.status() != Status.COMPENSATION_FAILED && Health.of(order, clock.instant().minus(policy.stuckAfter())) == Health.STUCK
        && !isToldStuck(order)) {
      orders.noted(order, STUCK, Map.of("since", order.updatedAt()), Orders.ACTOR);
    }
    events.publishAgain(order.fact());
    events.publishAgainSince(order.fact(), orderId, Timers.FIRED);
  }

  /** Since it moved last, or since somebody had it tried again. */
  private boolean isToldStuck(Order order) {
    return (Boolean) database.createNativeQuery("""
            select exists (select from events.event where subject = :order and type = :stuck and seq > greatest(:fact,
              (select max(seq) from events.event where subject = :order and type = :retried)))""")
        .setParameter("order", order.id()).setParameter("stuck", STUCK).setParameter("fact", order.fact())
        .setParameter("retried", Rescue.RETRIED).getSingleResult();
  }
}
