package dev.caravan.model.orders;

import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import dev.caravan.model.Refusal;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.criteria.Predicate;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads orders. */
@Named("orderQueries")
public class OrderQueries {

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

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
    int size = limit == null ? DEFAULT_LIMIT : limit.matches("[0-9]{1,4}") ? Integer.parseInt(limit) : 0;
    if (size < 1 || size > MAX_LIMIT) {
      return Refusal.of("invalid", "limit", "must be 1 to " + MAX_LIMIT);
    }
    if (status != null && Arrays.stream(Status.values()).noneMatch(known -> known.name().equals(status))) {
      return Refusal.of("invalid", "status", "must be one of " + Arrays.toString(Status.values()));
    }
    var after = cursor == null ? null : Cursor.read(cursor);
    if (cursor != null && after == null) {
      return Refusal.of("invalid", "cursor", "must be one that a former page gave");
    }

    var builder = database.getCriteriaBuilder();
    var query = builder.createQuery(Order.class);
    var order = query.from(Order.class);
    var conditions = new ArrayList<Predicate>();
    if (status != null) {
      conditions.add(builder.equal(order.get("status"), Status.valueOf(status)));
    }
    if (customerId != null) {
      conditions.add(builder.equal(order.get("customerId"), customerId));
    }
    if (after != null) {
      conditions.add(builder.or(
          builder.lessThan(order.get("createdAt"), after.createdAt()),
          builder.and(builder.equal(order.get("createdAt"), after.createdAt()),
              builder.lessThan(order.<String>get("id"), after.id()))));
    }
    query.where(conditions.toArray(Predicate[]::new))
        .orderBy(builder.desc(order.get("createdAt")), builder.desc(order.get("id")));
    var found = database.createQuery(query).setMaxResults(size + 1).getResultList();
    var page = found.subList(0, Math.min(size, found.size()));
    return new Page(page.stream().map(OrderView::of).toList(),
        found.size() > size ? Cursor.after(page.get(size - 1)).write() : null);
  }

  private static Refusal unknown(String orderId) {
    return Refusal.of("not-found", "There is no order " + orderId + ".");
  }

  /** The place in the list behind which a page begins. */
  private record Cursor(Instant createdAt, String id) {

    private static final Pattern FORM = Pattern.compile("([0-9]{4}-[^ ]*) (" + NewOrder.ID + ")");

    static Cursor after(Order last) {
      return new Cursor(last.createdAt(), last.id());
    }

    String write() {
      return Base64.getUrlEncoder().withoutPadding()
          .encodeToString((createdAt + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable Cursor read(String opaque) {
      try {
        var match = FORM.matcher(new String(Base64.getUrlDecoder().decode(opaque), StandardCharsets.UTF_8));
        return match.matches() ? new Cursor(Instant.parse(match.group(1)), match.group(2)) : null;
      } catch (IllegalArgumentException | DateTimeParseException e) {
        return null;
      }
    }
  }
}
