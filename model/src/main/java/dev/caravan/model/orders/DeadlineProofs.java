package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.Times;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Shows from the times of their facts whether orders ended within their deadlines: from {@code order.received} to the one fact
 * that ended each.
 */
@Named("deadlineProofs")
public class DeadlineProofs {

  private static final int MOST_LATE = 100;

  private static final String PROVED = """
      select o.id, first.occurred_at as started_at, o.deadline, ending.occurred_at as ended_at, ending.type as ending,
             cast(extract(epoch from ending.occurred_at - first.occurred_at) * 1000 as bigint) as millis,
             cast(extract(epoch from o.deadline - ending.occurred_at) * 1000 as bigint) as margin
      from orders.customer_order o
      join events.event first on first.subject = o.id and first.type = 'order.received'
      left join events.event ending on ending.subject = o.id
        and ending.type in ('order.completed', 'order.rejected', 'order.cancelled')
      where o.deadline is not null""";

  @PersistenceContext
  private Session database;

  private final Clock clock;

  public DeadlineProofs(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param end type of the fact that ended the order; null while it goes on
   * @param millis from start to end
   * @param within whether it ended in time; null while that is open
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Proof(
      String orderId, Instant startedAt, Instant deadline, @Nullable Instant endedAt, @Nullable String end,
      @Nullable Long millis, @Nullable Boolean within) implements Outcome {}

  /**
   * What is true of all of them.
   *
   * @param open those that have not ended
   * @param worstMarginMillis what the latest of those that ended had left, negative where it was too late
   * @param lateOrders the first {@value #MOST_LATE} that ended after their deadline, or have not though it is over
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Proofs(
      long orders, long ended, long within, long late, long open, @Nullable Long p50Millis, @Nullable Long p99Millis,
      @Nullable Long worstMillis, @Nullable Long worstMarginMillis, List<Proof> lateOrders) implements Outcome {}

  @Transactional
  public Outcome one(String orderId) {
    return database.createNativeQuery(PROVED + " and o.id = :id", Tuple.class).setParameter("id", orderId)
        .getResultStream().findFirst().<Outcome>map(DeadlineProofs::proof)
        .orElseGet(() -> database.find(Order.class, orderId) == null
            ? Refusal.of("not-found", "There is no order " + orderId + ".")
            : Refusal.of("no-deadline", "The order " + orderId + " has no deadline."));
  }

  /**
   * All orders with a deadline that were created in this time. All parameters may be null; a wrong one is refused by its name.
   *
   * @param from ISO 8601 time, inclusive
   * @param to ISO 8601 time, exclusive
   */
  @Transactional
  public Outcome all(@Nullable String from, @Nullable String to, @Nullable String customerId) {
    var wrong = Times.refusal("from", from).or(() -> Times.refusal("to", to));
    if (wrong.isPresent()) {
      return wrong.get();
    }
    var first = Times.read(from).orElse(Instant.EPOCH);
    var end = Times.read(to).orElseGet(() -> clock.instant().plusSeconds(1));
    var proved = "with proved as (" + PROVED + """
         and o.created_at >= :from and o.created_at < :to and (cast(:customer as text) is null or o.customer_id = :customer))
        """;
    var sums = database.createNativeQuery(proved + """
            select count(*) as orders, count(ended_at) as ended, count(*) filter (where margin >= 0) as within,
                   count(*) filter (where margin < 0 or ended_at is null and deadline < :now) as late,
                   count(*) filter (where ended_at is null) as open,
                   cast(percentile_disc(0.5) within group (order by millis) as bigint) as p50,
                   cast(percentile_disc(0.99) within group (order by millis) as bigint) as p99,
                   max(millis) as worst, min(margin) as margin
            from proved""", Tuple.class)
        .setParameter("from", first).setParameter("to", end).setParameter("customer", customerId)
        .setParameter("now", clock.instant()).getSingleResult();
    var late = database.createNativeQuery(proved + """
            select * from proved where margin < 0 or ended_at is null and deadline < :now order by started_at limit :most""",
            Tuple.class)
        .setParameter("from", first).setParameter("to", end).setParameter("customer", customerId)
        .setParameter("now", clock.instant()).setParameter("most", MOST_LATE).getResultStream().map(DeadlineProofs::proof).toList();
    return new Proofs(count(sums, "orders"), count(sums, "ended"), count(sums, "within"), count(sums, "late"),
        count(sums, "open"), sums.get("p50", Long.class), sums.get("p99", Long.class), sums.get("worst", Long.class),
        sums.get("margin", Long.class), late);
  }

  private static long count(Tuple sums, String name) {
    return sums.get(name, Long.class);
  }

  private static Proof proof(Tuple row) {
    var margin = row.get("margin", Long.class);
    return new Proof(row.get("id", String.class), row.get("started_at", Instant.class), row.get("deadline", Instant.class),
        row.get("ended_at", Instant.class), row.get("ending", String.class), row.get("millis", Long.class),
        margin == null ? null : margin >= 0);
  }
}
