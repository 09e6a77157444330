package dev.caravan.model.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Orders;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Messages that nobody could process. They carry no truth of their own, so redriving one means telling its fact again. */
@Named("deadLetters")
public class DeadLetters {

  @PersistenceContext
  private Session database;

  private final EventLog events;
  private final Orders orders;
  private final Parking parking;
  private final Clock clock;

  public DeadLetters(EventLog events, Orders orders, Parking parking, Clock clock) {
    this.events = events;
    this.orders = orders;
    this.parking = parking;
    this.clock = clock;
  }

  /**
   * A message that nobody could process.
   *
   * @param fact seq of the fact that the message carried, or null for a command
   * @param subscription that could not take it in; absent where the broker does not tell
   * @param subject whose later facts wait behind it in this subscription
   * @param error why it could not be taken in
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DeadLetter(
      UUID id, String address, @Nullable String orderId, @Nullable Long fact, @Nullable String body, Instant diedAt,
      @Nullable Instant dealtWithAt, @Nullable String subscription, @Nullable String subject, @Nullable String error)
      implements Outcome {}

  /** Those that wait for an operator, oldest first, at most 100. */
  public record All(List<DeadLetter> deadLetters) implements Outcome {}

  @Transactional
  public void bury(String address, @Nullable String orderId, @Nullable Long fact, @Nullable String body) {
    database.createNativeQuery("""
            insert into operations.dead_letter (id, address, order_id, fact, body, died_at)
            values (:id, :address, :order, :fact, :body, :now)""")
        .setParameter("id", Ids.next()).setParameter("address", address).setParameter("order", orderId)
        .setParameter("fact", fact).setParameter("body", body).setParameter("now", clock.instant()).executeUpdate();
  }

  @Transactional
  public All open() {
    return new All(database.createNativeQuery(
            "select * from operations.dead_letter where dealt_with_at is null order by died_at limit 100", Tuple.class)
        .getResultStream().map(DeadLetters::letter).toList());
  }

  /** Redriving twice is redriving once. What waits behind a fact of the same subject is told again with it. */
  @Transactional
  public Outcome redrive(String id) {
    var found = find(id);
    if (found == null) {
      return Refusal.of("not-found", "There is no dead letter " + id + ".");
    }
    var fact = found.fact() != null ? found.fact() : lastFactOf(found.orderId());
    if (fact == null || !events.has(fact)) {
      return Refusal.of("not-redrivable", "The message names neither a fact nor an order.");
    }
    if (found.dealtWithAt() == null) {
      events.publishAgain(fact);
      if (found.fact() != null) {
        letGoOn(found);
      }
    }
    return dealtWith(found);
  }

  /** An operator has dealt with it in another way. */
  @Transactional
  public Outcome dismiss(String id) {
    var found = find(id);
    if (found == null) {
      return Refusal.of("not-found", "There is no dead letter " + id + ".");
    }
    var dealtWith = dealtWith(found);
    if (found.dealtWithAt() == null && found.subject() != null && nothingWaitsBefore(found)) {
      letGoOn(found);
    }
    return dealtWith;
  }

  private void letGoOn(DeadLetter letter) {
    if (letter.subscription() != null && letter.subject() != null) {
      parking.tellAgain(letter.subscription(), letter.subject());
    }
  }

  private boolean nothingWaitsBefore(DeadLetter letter) {
    return database.createNativeQuery("""
            select 1 from operations.dead_letter
            where subscription = :subscription and subject = :subject and dealt_with_at is null and id < :id""", Integer.class)
        .setParameter("subscription", letter.subscription()).setParameter("subject", letter.subject())
        .setParameter("id", letter.id()).setMaxResults(1).getResultList().isEmpty();
  }

  private DeadLetter dealtWith(DeadLetter letter) {
    database.createNativeQuery(
            "update operations.dead_letter set dealt_with_at = coalesce(dealt_with_at, :now) where id = :id")
        .setParameter("now", clock.instant()).setParameter("id", letter.id()).executeUpdate();
    return Objects.requireNonNull(find(letter.id().toString()));
  }

  private @Nullable Long lastFactOf(@Nullable String orderId) {
    return orderId == null ? null : orders.find(orderId).map(Order::fact).orElse(null);
  }

  private @Nullable DeadLetter find(String id) {
    return Ids.read(id).flatMap(known -> database
            .createNativeQuery("select * from operations.dead_letter where id = :id for update", Tuple.class)
            .setParameter("id", known).getResultStream().findFirst())
        .map(DeadLetters::letter).orElse(null);
  }

  private static DeadLetter letter(Tuple row) {
    return new DeadLetter(row.get("id", UUID.class), row.get("address", String.class), row.get("order_id", String.class),
        row.get("fact", Long.class), row.get("body", String.class), row.get("died_at", Instant.class),
        row.get("dealt_with_at", Instant.class), row.get("subscription", String.class), row.get("subject", String.class),
        row.get("error", String.class));
  }
}
