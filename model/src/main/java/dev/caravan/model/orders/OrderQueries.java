package dev.caravan.model.orders;

import dev.caravan.model.Listing;
import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import dev.caravan.model.Refusal;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads orders. */
@Named("orderQueries")
public class OrderQueries {

  private static final Listing<Order, String> LISTING =
      new Listing<>(Order.class, "createdAt", Order::createdAt, Order::id, Function.identity());

  @PersistenceContext
  private EntityManager database;

  private final Orders orders;
  private final EventLog events;

  public OrderQueries(Orders orders, EventLog events) {
    this.orders = orders;
    this.events = events;
  }

  /**
   * One page of orders, newest first.
   *
   * @param next the cursor of the page after it, null on the last
   */
  public record Page(List<OrderView> orders, @Nullable String next) implements Paged {}

  /** Everything that happened to an order, in order. */
  public record History(String orderId, List<Entry> events) implements Outcome {

    public record Entry(long seq, String type, Instant at, String actor, Map<String, Object> data) {

      static Entry of(Event event) {
        return new Entry(event.seq(), event.type(), event.occurredAt(), event.actor(), event.data());
      }
    }
  }

  @Transactional
  public Outcome one(String orderId) {
    return orders.find(orderId).<Outcome>map(OrderView::of).orElse(unknown(orderId));
  }

  @Transactional
  public Outcome status(String orderId) {
    return orders.find(orderId).<Outcome>map(OrderView.Short::of).orElse(unknown(orderId));
  }

  @Transactional
  public Outcome history(String orderId) {
    return orders.find(orderId)
        .<Outcome>map(order -> new History(orderId, events.history(orderId).stream().map(History.Entry::of).toList()))
        .orElse(unknown(orderId));
  }

  /** All parameters may be null; a wrong one is refused by its name. */
  @Transactional
  public Outcome list(@Nullable String status, @Nullable String customerId, @Nullable String limit, @Nullable String cursor) {
    return LISTING.page(database,
        Map.of("status", Optional.ofNullable(status), "customerId", Optional.ofNullable(customerId)), limit, cursor,
        (orders, next) -> new Page(orders.stream().map(OrderView::of).toList(), next));
  }

  private static Refusal unknown(String orderId) {
    return Refusal.of("not-found", "There is no order " + orderId + ".");
  }
}
