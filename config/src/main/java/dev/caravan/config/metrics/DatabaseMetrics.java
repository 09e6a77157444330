package dev.caravan.config.metrics;

import dev.caravan.config.services.ConditionalOnService;
import dev.caravan.model.notifications.Webhook;
import dev.caravan.model.orders.Status;
import dev.caravan.model.tasks.Duty;
import dev.caravan.model.tasks.Task;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the database says of each context, as gauges; looked up at most once in five seconds however often it is scraped.
 * It is the same whoever tells it, so it is told only where {@code operations} runs.
 */
@Component
@ConditionalOnService("operations")
class DatabaseMetrics implements MeterBinder {

  private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

  private static final Map<String, String> GAUGES = Map.ofEntries(
      Map.entry("caravan.orders.under.way", "orders that have not ended"),
      Map.entry("caravan.orders.in.saga", "orders whose saga is open or being undone"),
      Map.entry("caravan.orders.stuck", "orders told again at least once what comes next"),
      Map.entry("caravan.orders.compensation.failed", "orders whose undo keeps failing"),
      Map.entry("caravan.events.unpublished", "facts that the relay has still to publish"),
      Map.entry("caravan.events.late.seconds", "how long ago the oldest fact became true that the relay has still to publish"),
      Map.entry("caravan.inventory.low", "ingredients below their threshold"),
      Map.entry("caravan.payments.undecided", "payments that are neither taken nor given back nor declined"),
      Map.entry("caravan.payments.refunding", "refunds that the gateway has still to make"),
      Map.entry("caravan.delivery.available", "orders that wait for a runner"),
      Map.entry("caravan.kitchen.open", "tickets that are being prepared"),
      Map.entry("caravan.tasks.overdue", "tasks that are not done though they were due"),
      Map.entry("caravan.timers.pending", "timers that have not fired"),
      Map.entry("caravan.timers.late.seconds", "how long the most overdue timer has been due"),
      Map.entry("caravan.notifications.failed", "notifications that could not be sent"),
      Map.entry("caravan.notifications.waiting", "notifications that have still to leave the house"),
      Map.entry("caravan.notifications.calls.waiting", "calls of webhooks that have still to be made"),
      Map.entry("caravan.notifications.webhooks.failing", "webhooks that did not take what they were last called with"),
      Map.entry("caravan.operations.dead.letters", "messages that wait for an operator"));

  private static final List<Family> FAMILIES = List.of(
      new Family("caravan.orders.by.status", "orders that have not ended", "status",
          Arrays.stream(Status.values()).filter(status -> !status.isEnd())),
      new Family("caravan.orders.confirmed.seconds", "from received to confirmed, among the 500 newest orders",
          "percentile", Stream.of(50, 95)),
      new Family("caravan.orders.completed.seconds", "from received to completed, among the 500 newest orders",
          "percentile", Stream.of(50, 95)),
      new Family("caravan.tasks.by.status", "tasks that are not done", "status",
          Stream.of(Task.Status.OPEN, Task.Status.IN_PROGRESS)),
      new Family("caravan.tasks.duties", "what the house needs a person for", "duty", Arrays.stream(Duty.values())),
      new Family("caravan.notifications.webhooks", "webhooks", "status", Arrays.stream(Webhook.Status.values())));

  /** Name, value of the label where there is one, and figure. What is not told is 0, but where an aggregate has nothing to go by. */
  private static final String LOOK_UP = """
      select 'caravan.orders.under.way' as name, null::text as of, count(*)::float8 as figure
        from orders.customer_order where status not in ('COMPLETED', 'REJECTED', 'CANCELLED')
      union all select 'caravan.orders.by.status', status, count(*)
        from orders.customer_order where status not in ('COMPLETED', 'REJECTED', 'CANCELLED') group by status
      union all select 'caravan.orders.in.saga', null, count(*)
        from orders.customer_order where status not in ('COMPLETED', 'REJECTED', 'CANCELLED') and in_saga
      union all select 'caravan.orders.stuck', null, count(*) from orders.customer_order
        where status not in ('COMPLETED', 'REJECTED', 'CANCELLED', 'PREPARING', 'READY', 'AVAILABLE', 'ACCEPTED',
          'ON_SITE', 'PURCHASED', 'COLLECTED', 'ON_THE_WAY', 'DELIVERED') and swept_at is not null
      union all select 'caravan.orders.compensation.failed', null, count(*)
        from orders.customer_order where status = 'COMPENSATION_FAILED'
      union all select name, of, figure from (
        select percentile_cont(array[0.5, 0.95]) within group (order by extract(epoch from confirmed_at - created_at))
            as confirmed,
          percentile_cont(array[0.5, 0.95]) within group (order by extract(epoch from updated_at - created_at))
            filter (where status = 'COMPLETED') as completed
        from (select * from orders.customer_order order by created_at desc, id desc limit 500) newest) percentiles,
        lateral (select 'caravan.orders.confirmed.seconds', * from unnest(array['50', '95'], confirmed)
          union all select 'caravan.orders.completed.seconds', * from unnest(array['50', '95'], completed))
          each (name, of, figure)
        where figure is not null
      union all select 'caravan.events.unpublished', null, count(*) from events.outbox
      union all select 'caravan.events.late.seconds', null, coalesce(extract(epoch from greatest(now() - min(occurred_at), interval '0')), 0)
        from events.event where seq = (select min(seq) from events.outbox)
      union all select 'caravan.inventory.low', null, count(*) from inventory.stock where on_hand < low_threshold
      union all select 'caravan.payments.undecided', null, count(*)
        from payments.payment where status in ('PENDING_PAYMENT', 'AUTHORIZED', 'VOIDING')
      union all select 'caravan.payments.refunding', null, count(*) from payments.refund where status = 'PENDING'
      union all select 'caravan.delivery.available', null, count(*) from orders.customer_order where status = 'AVAILABLE'
      union all select 'caravan.kitchen.open', null, count(*) from kitchen.ticket where status = 'PREPARING'
      union all select 'caravan.tasks.overdue', null, count(*)
        from tasks.task where status in ('OPEN', 'IN_PROGRESS') and deleted_at is null and due_at < now()
      union all select 'caravan.tasks.by.status', status, count(*)
        from tasks.task where status in ('OPEN', 'IN_PROGRESS') and deleted_at is null group by status
      union all select 'caravan.tasks.duties', duty, count(*)
        from tasks.task where status in ('OPEN', 'IN_PROGRESS') and deleted_at is null and duty is not null group by duty
      union all select 'caravan.timers.pending', null, count(*) from timers.timer where status = 'PENDING'
      union all select 'caravan.timers.late.seconds', null,
        coalesce(extract(epoch from greatest(now() - min(due_at), interval '0')), 0) from timers.timer where status = 'PENDING'
      union all select 'caravan.notifications.failed', null, count(*) from notifications.notification where status = 'FAILED'
      union all select 'caravan.notifications.waiting', null, count(*)
        from notifications.notification where status = 'PENDING' and due_at is not null
      union all select 'caravan.notifications.calls.waiting', null, count(*)
        from notifications.webhook_delivery where status = 'PENDING'
      union all select 'caravan.notifications.webhooks', status, count(*) from notifications.webhook group by status
      union all select 'caravan.notifications.webhooks.failing', null, count(*)
        from notifications.webhook where status = 'ACTIVE' and failing_since is not null
      union all select 'caravan.operations.dead.letters', null, count(*)
        from operations.dead_letter where dealt_with_at is null""";

  private final JdbcTemplate database;
  private Map<Figure, Double> known = Map.of();
  private long knownAt;

  DatabaseMetrics(JdbcTemplate database) {
    this.database = database;
  }

  /** Gauges of one name, one for each value of a label. */
  private record Family(String name, String meaning, String label, List<String> values) {
    Family(String name, String meaning, String label, Stream<?> values) {
      this(name, meaning, label, values.map(Object::toString).toList());
    }
  }

  private record Figure(String name, @Nullable String of) {}

  @Override
  public void bindTo(MeterRegistry registry) {
    GAUGES.forEach((name, meaning) -> bind(registry, new Figure(name, null), meaning, Tags.empty()));
    FAMILIES.forEach(family -> family.values().forEach(value ->
        bind(registry, new Figure(family.name(), value), family.meaning(), Tags.of(family.label(), value))));
  }

  private void bind(MeterRegistry registry, Figure figure, String meaning, Tags tags) {
    Gauge.builder(figure.name(), this, metrics -> metrics.value(figure)).description(meaning).tags(tags).register(registry);
  }

  private synchronized double value(Figure figure) {
    if (known.isEmpty() || System.nanoTime() - knownAt > FRESH_NANOS) {
      var values = new HashMap<Figure, Double>();
      database.query(LOOK_UP, row -> {
        values.put(new Figure(row.getString("name"), row.getString("of")), row.getDouble("figure"));
      });
      known = values;
      knownAt = System.nanoTime();
    }
    return known.getOrDefault(figure, 0.0);
  }
}
