package dev.caravan.model.review;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.Listing;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.Words;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.events.Inbox;
import dev.caravan.model.orders.Address;
import dev.caravan.model.orders.Admission;
import dev.caravan.model.orders.Certainty;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Reason;
import dev.caravan.model.orders.Step;
import dev.caravan.model.orders.Underway;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Orders that a person has to look at, and what the person says. Everything else is approved at once, by the policy. */
@Named("reviews")
public class Reviews implements Admission {

  private static final String ACTOR = "review";
  private static final String APPROVED = "order.approved";
  private static final Listing<Review, String> LISTING =
      new Listing<>(Review.class, "requestedAt", Review::requestedAt, Review::orderId, Function.identity(), "orderId");

  @PersistenceContext
  private Session database;

  private final Orders orders;
  private final Timers timers;
  private final EventLog events;
  private final Inbox inbox;
  private final ObjectMapper json;
  private final Clock clock;

  public Reviews(Orders orders, Timers timers, EventLog events, Inbox inbox, ObjectMapper json, Clock clock) {
    this.orders = orders;
    this.timers = timers;
    this.events = events;
    this.inbox = inbox;
    this.json = json;
    this.clock = clock;
  }

  /** @param reason in the words of who approves */
  public record Approval(
      @JsonAlias("approved_by") @NotNull @Pattern(regexp = Words.NAME, message = "must match " + Words.NAME) String approvedBy,
      @Size(max = 200) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String reason) {}

  /** @param reason in the words of who rejects, for the customer */
  public record Rejection(
      @JsonAlias("rejected_by") @NotNull @Pattern(regexp = Words.NAME, message = "must match " + Words.NAME) String rejectedBy,
      @NotNull @Size(min = 1, max = 200) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) String reason) {}

  @Override
  @Transactional
  public boolean concerns(Order order, Certainty certainty) {
    return policy().concerns(order, certainty);
  }

  @Override
  @Transactional(TxType.MANDATORY)
  public void admit(Order order, Certainty certainty) {
    var policy = policy();
    var reasons = policy.reasons(order, policy.firstOrder() && isFirst(order), certainty);
    if (reasons.isEmpty()) {
      orders.moved(order, APPROVED, Map.of("auto", true, Orders.STEP, Step.REVIEW.name()), ACTOR);
      return;
    }
    var now = clock.instant();
    var expiry = order.early(now.plus(policy.expiry()), now);
    database.persist(new Review(order.id(), reasons, policy.onExpiry(), now, expiry));
    timers.guard(Timers.REVIEW_EXPIRY, order.id(), expiry);
    order.underReview();
    orders.moved(order, "order.review.requested",
        Map.of("reasons", reasons, "expiresAt", expiry, Orders.STEP, Step.REVIEW.name()), ACTOR);
  }

  private boolean isFirst(Order order) {
    return database.createQuery("select count(*) from Order where customerId = :customer and id <> :id and status = COMPLETED", Long.class)
        .setParameter("customer", order.customerId()).setParameter("id", order.id()).getSingleResult() == 0;
  }

  @Override
  @Transactional(TxType.MANDATORY)
  public boolean allows(Order order, Address address) {
    var policy = policy();
    if (order.items().isEmpty() || !policy.concerns(order) || !policy.isAbroad(address)) {
      return true;
    }
    var review = database.find(Review.class, order.id());
    if (review != null && review.status() == Review.Status.PENDING) {
      review.because(ReviewPolicy.COUNTRY);
    }
    // Whom a person has approved may go abroad.
    return review != null && (review.status() == Review.Status.PENDING || review.status() == Review.Status.APPROVED);
  }

  /** {@link Underway}, or why it is too late. Approving twice is approving once. */
  @Transactional
  public Outcome approve(String orderId, Approval approval) {
    return orders.with(orderId, order -> {
      var review = database.find(Review.class, orderId);
      if (order.awaits(Step.REVIEW) && review != null) {
        approve(order, review, Review.Status.APPROVED, approval.approvedBy(), approval.reason());
      } else if (review == null || review.status() != Review.Status.APPROVED) {
        return orders.tooLate(order, "approve", approval.approvedBy());
      }
      return Underway.with(order);
    });
  }

  private void approve(Order order, Review review, Review.Status decision, String by, @Nullable String why) {
    review.decided(decision, by, why, clock.instant());
    timers.unguard(order.id());
    order.admitted();
    orders.moved(order, APPROVED, Map.of("auto", decision == Review.Status.EXPIRED, "why", Objects.requireNonNullElse(why, "")), by);
  }

  /** {@link Underway}, or why it is too late. Rejecting twice is rejecting once. */
  @Transactional
  public Outcome reject(String orderId, Rejection rejection) {
    return orders.with(orderId, order -> {
      var review = database.find(Review.class, orderId);
      if (order.awaits(Step.REVIEW) && review != null) {
        review.decided(Review.Status.REJECTED, rejection.rejectedBy(), rejection.reason(), clock.instant());
        orders.refuse(order, Reason.of("review-rejected", rejection.reason()), rejection.rejectedBy());
      } else if (review == null || review.status() != Review.Status.REJECTED) {
        return orders.tooLate(order, "reject", rejection.rejectedBy());
      }
      return Underway.with(order);
    });
  }

  /** Does what a person decided who was asked by a task, once; one who decided too late has changed nothing. @param seq of the fact that tells it */
  @Transactional
  public void decided(long seq) {
    var fact = events.at(seq);
    var orderId = Objects.requireNonNull(fact.text(Event.ABOUT));
    orders.lock(orderId);
    if (!inbox.takesIn(ACTOR, fact.id())) {
      return;
    }
    switch (String.valueOf(fact.text(Event.OUTCOME))) {
      case "approve" -> approve(orderId, new Approval(fact.actor(), fact.text("note")));
      case "reject" -> reject(orderId, new Rejection(fact.actor(), Objects.requireNonNull(fact.text("note"))));
      default -> { }
    }
  }

  /** Nobody has decided in time. */
  @Transactional
  public void expire(String orderId) {
    var order = orders.lock(orderId);
    var review = database.find(Review.class, orderId);
    if (review == null || !order.awaits(Step.REVIEW) || timers.isGuarded(orderId)) {
      return;
    }
    if (review.onExpiry() == ReviewPolicy.Expiry.APPROVE) {
      approve(order, review, Review.Status.EXPIRED, ACTOR, null);
    } else {
      review.decided(Review.Status.EXPIRED, ACTOR, null, clock.instant());
      orders.refuse(order, Reason.of("review-expired", "Nobody looked at the order in time."), ACTOR);
    }
  }

  /** The order has ended: nobody has to look at it any more. */
  @Transactional
  public void withdraw(String orderId) {
    var order = orders.lock(orderId);
    var review = database.find(Review.class, orderId);
    if (review != null && review.status() == Review.Status.PENDING && order.status().isEnd()) {
      review.decided(Review.Status.WITHDRAWN, ACTOR, null, clock.instant());
    }
  }

  @Transactional
  public Outcome one(String orderId) {
    return Optional.ofNullable(database.find(Review.class, orderId)).<Outcome>map(Review::view)
        .orElse(Refusal.of("not-found", "There is no review of an order " + orderId + "."));
  }

  /** One page of reviews, newest first. All parameters may be null; a wrong one is refused by its name. */
  @Transactional
  public Outcome list(@Nullable String status, @Nullable String limit, @Nullable String cursor) {
    return LISTING.page(database, Map.of("status", Optional.ofNullable(status)), limit, cursor,
        (reviews, next) -> new ReviewView.Page(reviews.stream().map(Review::view).toList(), next));
  }

  @Transactional
  public ReviewPolicy policy() {
    var text = database.createNativeQuery("select cast(policy as text) from review.policy", String.class)
        .addSynchronizedQuerySpace("review.policy").getSingleResult();
    try {
      return json.readValue(text, ReviewPolicy.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on this is what has to be looked at; reviews that are awaited stay. */
  @Transactional
  public ReviewPolicy change(ReviewPolicy policy, String actor) {
    try {
      database.createNativeQuery("update review.policy set policy = cast(:policy as jsonb), version = version + 1")
          .addSynchronizedQuerySpace("review.policy")
          .setParameter("policy", json.writeValueAsString(policy)).executeUpdate();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    events.record("review-policy.changed", "review-policy", Map.of("policy", policy), actor, null);
    return policy;
  }
}
