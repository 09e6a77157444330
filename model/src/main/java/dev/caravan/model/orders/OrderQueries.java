package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Listing;
import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import dev.caravan.model.Refusal;
import dev.caravan.model.Times;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.criteria.Predicate;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads orders. */
@Named("orderQueries")
public class OrderQueries {

  private static final Listing<Order, String> LISTING =
      new Listing<>(Order.class, "createdAt", Order::createdAt, Order::id, Function.identity());

  @PersistenceContext
  private EntityManager database;

  private final Orders orders;
  private final EventLog events;
  private final OrderPolicy policy;
  private final Clock clock;

  public OrderQueries(Orders orders, EventLog events, OrderPolicy policy, Clock clock) {
    this.orders = orders;
    this.events = events;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Which orders are wanted; whatever is null may be anything.
   *
   * @param from ISO 8601 time of creation, inclusive
   * @param to ISO 8601 time of creation, exclusive
   * @param q a part of the id, of the text or of the note
   */
  record Filter(
      @Nullable String status, @Nullable String customerId, @Nullable String runnerId, @Nullable String fulfilment,
      @Nullable String health, @Nullable String from, @Nullable String to, @Nullable String q) {}

  /**
   * One page of orders, newest first.
   *
   * @param next the cursor of the page after it, null on the last
   */
  public record Page(List<OrderView> orders, @Nullable String next) implements Paged {}

  /** Everything that happened to an order, in order. */
  public record History(String orderId, List<Entry> events) implements Outcome {

    /**
     * @param step that it belongs to; null for a fact of a timer
     * @param attempt at that step, from 1
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
        long seq, String type, Instant at, @Nullable Object step, @Nullable Object attempt, String actor, Map<String, Object> data) {

      static Entry of(Event event) {
        var data = new LinkedHashMap<>(event.data());
        var step = data.remove(Orders.STEP);
        var attempt = data.remove(Orders.ATTEMPT);
        return new Entry(event.seq(), event.type(), event.occurredAt(), step, attempt, event.actor(), data);
      }
    }
  }

  @Transactional
  public Outcome one(String orderId) {
    return orders.find(orderId).<Outcome>map(OrderView::of).orElse(unknown(orderId));
  }

  @Transactional
  public Outcome status(String orderId) {
    return orders.find(orderId).<Outcome>map(order -> OrderView.Short.of(order, Health.of(order, stuckSince())))
        .orElse(unknown(orderId));
  }

  @Transactional
  public Outcome history(String orderId) {
    return orders.find(orderId)
        .<Outcome>map(order -> new History(orderId, events.history(orderId).stream().map(History.Entry::of).toList()))
        .orElse(unknown(orderId));
  }

  /** What is asked for by the names of {@link Filter}, {@code limit} and {@code cursor}; a wrong one is refused by its name. */
  @Transactional
  public Outcome list(Map<String, ?> parameters) {
    var asked = (Function<String, @Nullable String>) name -> parameters.get(name) == null ? null : String.valueOf(parameters.get(name));
    return list(new Filter(asked.apply("status"), asked.apply("customerId"), asked.apply("runnerId"), asked.apply("fulfilment"),
        asked.apply("health"), asked.apply("from"), asked.apply("to"), asked.apply("q")), asked.apply("limit"), asked.apply("cursor"));
  }

  private Outcome list(Filter filter, @Nullable String limit, @Nullable String cursor) {
    var since = stuckSince();
    var health = Arrays.stream(Health.values()).filter(each -> each.toString().equals(filter.health())).findFirst();
    if (filter.health() != null && health.isEmpty()) {
      return Refusal.of("invalid", "health", "must be one of " + Arrays.toString(Health.values()));
    }
    if (filter.fulfilment() != null && Arrays.stream(Fulfilment.Type.values()).noneMatch(type -> type.name().equals(filter.fulfilment()))) {
      return Refusal.of("invalid", "fulfilment", "must be one of " + Arrays.toString(Fulfilment.Type.values()));
    }
    var wrong = Times.refusal("from", filter.from()).or(() -> Times.refusal("to", filter.to()));
    if (wrong.isPresent()) {
      return wrong.get();
    }
    return LISTING.page(database,
        Map.of("status", Optional.ofNullable(filter.status()), "customerId", Optional.ofNullable(filter.customerId()),
            "runnerId", Optional.ofNullable(filter.runnerId()), "way", Optional.ofNullable(filter.fulfilment())),
        (order, builder) -> {
          var conditions = new ArrayList<Predicate>();
          health.ifPresent(wanted -> conditions.add(wanted.condition(order, builder, since)));
          Times.read(filter.from()).ifPresent(time -> conditions.add(builder.greaterThanOrEqualTo(order.get("createdAt"), time)));
          Times.read(filter.to()).ifPresent(time -> conditions.add(builder.lessThan(order.get("createdAt"), time)));
          if (filter.q() != null) {
            var part = "%" + filter.q().toLowerCase(Locale.ROOT).replaceAll("[\\\\%_]", "\\\\$0") + "%";
            conditions.add(builder.or(Stream.of("id", "text", "note")
                .map(name -> builder.like(builder.lower(order.get(name)), part, '\\')).toArray(Predicate[]::new)));
          }
          return conditions;
        }, limit, cursor,
        (orders, next) -> new Page(orders.stream().map(OrderView::of).toList(), next));
  }

  /** Whether a person has to decide on the order. */
  @Transactional
  public boolean isInReview(String orderId) {
    return orders.find(orderId).filter(order -> order.awaits(Step.REVIEW)).isPresent();
  }

  /** Whether the order should go on by itself and does not. */
  @Transactional
  public boolean isStuck(String orderId) {
    return orders.find(orderId).filter(order -> Health.of(order, stuckSince()) == Health.STUCK).isPresent();
  }

  private Instant stuckSince() {
    return clock.instant().minus(policy.stuckAfter());
  }

  private static Refusal unknown(String orderId) {
    return Refusal.of("not-found", "There is no order " + orderId + ".");
  }
}
