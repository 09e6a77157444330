package dev.caravan.model.delivery;

import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.Words;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Status;
import dev.caravan.model.users.Users;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Map;

/** Customers rate the runners of their completed orders, each once. */
@Named("ratings")
public class Ratings {

  public record NewRating(
      @NotNull @Pattern(regexp = Ids.CHOSEN, message = "must match " + Ids.CHOSEN) String customerId,
      @NotNull @Min(1) @Max(5) Integer stars,
      @Size(max = 500) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String comment) {}

  @PersistenceContext
  private EntityManager database;
  private final Orders orders;
  private final Users users;
  private final Clock clock;

  public Ratings(Orders orders, Users users, Clock clock) {
    this.orders = orders;
    this.users = users;
    this.clock = clock;
  }

  @Transactional
  public Outcome rate(String orderId, NewRating rating) {
    return orders.with(orderId, order -> rate(order, rating));
  }

  private Outcome rate(Order order, NewRating rating) {
    if (!rating.customerId().equals(order.customerId())) {
      return Refusal.of("not-your-order", "customerId", "did not order this");
    }
    if (order.status() != Status.COMPLETED || order.runnerId() == null) {
      return Refusal.of("not-ready", "The order is " + order.status() + "; what a runner has brought is rated when it is COMPLETED.");
    }
    if (database.find(Rating.class, order.id()) != null) {
      return Refusal.of("already-rated", "The order has been rated.");
    }
    var rated = new Rating(order.id(), order.runnerId(), rating.stars(), rating.comment(), clock.instant());
    database.persist(rated);
    users.rated(order.runnerId(), rating.stars());
    orders.noted(order, "order.rated", Map.of("stars", rating.stars()), order.customerId());
    return rated.view();
  }
}
