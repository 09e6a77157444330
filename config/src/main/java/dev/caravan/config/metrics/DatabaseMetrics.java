package dev.caravan.config.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the database says of each context, as gauges; looked up at most once in five seconds however often it is scraped. */
@Component
class DatabaseMetrics implements MeterBinder {

  private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

  private static final Map<String, String> GAUGES = Map.ofEntries(
      Map.entry("caravan.orders.under.way", "orders that have not ended"),
      Map.entry("caravan.orders.stuck", "orders told again at least once what comes next"),
      Map.entry("caravan.orders.compensation.failed", "orders whose undo keeps failing"),
      Map.entry("caravan.events.unpublished", "facts that the relay has still to publish"),
      Map.entry("caravan.inventory.low", "ingredients below their threshold"),
      Map.entry("caravan.payments.undecided", "payments that are neither taken nor given back nor declined"),
      Map.entry("caravan.payments.refunding", "refunds that the gateway has still to make"),
      Map.entry("caravan.delivery.available", "orders that wait for a runner"),
      Map.entry("caravan.kitchen.open", "tickets that are being prepared"),
      Map.entry("caravan.timers.pending", "timers that have not fired"),
      Map.entry("caravan.timers.late.seconds", "how long the most overdue timer has been due"),
      Map.entry("caravan.notifications.failed", "notifications that could not be sent"),
      Map.entry("caravan.operations.dead.letters", "messages that wait for an operator"));

  private static final String LOOK_UP = """
      select 'caravan.orders.under.way' as name, count(*)::float8 as value
        from orders.customer_order where status not in ('COMPLETED', 'REJECTED', 'CANCELLED')
      union all select 'caravan.orders.stuck', count(*) from orders.customer_order
        where status not in ('COMPLETED', 'REJECTED', 'CANCELLED', 'PREPARING', 'READY', 'AVAILABLE', 'ACCEPTED',
          'ON_SITE', 'PURCHASED', 'COLLECTED', 'ON_THE_WAY', 'DELIVERED') and swept_at is not null
      union all select 'caravan.orders.compensation.failed', count(*) from orders.customer_order where status = 'COMPENSATION_FAILED'
      union all select 'caravan.events.unpublished', count(*) from events.outbox
      union all select 'caravan.inventory.low', count(*) from inventory.stock where on_hand < low_threshold
      union all select 'caravan.payments.undecided', count(*) from payments.payment where status in ('PENDING_PAYMENT', 'AUTHORIZED', 'VOIDING')
      union all select 'caravan.payments.refunding', count(*) from payments.refund where status = 'PENDING'
      union all select 'caravan.delivery.available', count(*) from orders.customer_order where status = 'AVAILABLE'
      union all select 'caravan.kitchen.open', count(*) from kitchen.ticket where status = 'PREPARING'
      union all select 'caravan.timers.pending', count(*) from timers.timer where status = 'PENDING'
      union all select 'caravan.timers.late.seconds',
        coalesce(extract(epoch from greatest(now() - min(due_at), interval '0')), 0) from timers.timer where status = 'PENDING'
      union all select 'caravan.notifications.failed', count(*) from notifications.notification where status = 'FAILED'
      union all select 'caravan.operations.dead.letters', count(*) from operations.dead_letter where dealt_with_at is null""";

  private final JdbcTemplate database;
  private Map<String, Double> known = Map.of();
  private long knownAt;

  DatabaseMetrics(JdbcTemplate database) {
    this.database = database;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    GAUGES.forEach((name, meaning) ->
        Gauge.builder(name, this, metrics -> metrics.value(name)).description(meaning).register(registry));
  }

  private synchronized double value(String name) {
    if (known.isEmpty() || System.nanoTime() - knownAt > FRESH_NANOS) {
      var values = new HashMap<String, Double>();
      database.query(LOOK_UP, row -> {
        values.put(row.getString("name"), row.getDouble("value"));
      });
      known = values;
      knownAt = System.nanoTime();
    }
    return known.getOrDefault(name, Double.NaN);
  }
}
