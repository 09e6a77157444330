package dev.caravan.model.live;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.events.Event;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;

/** Where every order is, kept by listening to the topic of status changes as anybody outside could. */
@Named("live")
public class Live {

  private static final Logger LOG = LoggerFactory.getLogger(Live.class);

  @PersistenceContext
  private Session database;

  /** The answer to "where is my order?". */
  public record Position(String orderId, String customerId, String status, Instant since, String answer) implements Outcome {}

  /** Takes a status change in; one that is older than what is known changes nothing. */
  @Transactional
  public void follow(Event change) {
    var status = String.valueOf(change.data().get(Event.STATUS));
    database.createNativeQuery("""
            insert into live.order_position as known (order_id, customer_id, status, seq, since, answer)
            values (:order, :customer, :status, :seq, :since, :answer)
            on conflict (order_id) do update
              set status = excluded.status, seq = excluded.seq, since = excluded.since, answer = excluded.answer
              where known.seq < excluded.seq""")
        .setParameter("order", change.subject()).setParameter("customer", change.data().get("customerId"))
        .setParameter("status", status).setParameter("seq", change.seq()).setParameter("since", change.occurredAt())
        .setParameter("answer", answer(status)).executeUpdate();
    LOG.atInfo().addKeyValue("status", status).addKeyValue("fact", change.type()).log("order status");
  }

  @Transactional
  public Outcome whereIs(String orderId) {
    return database.createNativeQuery("select * from live.order_position where order_id = :id", Tuple.class)
        .setParameter("id", orderId).getResultStream().findFirst()
        .<Outcome>map(Live::position)
        .orElse(Refusal.of("not-found", "There is no order " + orderId + " that anybody has told of yet."));
  }

  private static Position position(Tuple row) {
    return new Position(row.get("order_id", String.class), row.get("customer_id", String.class),
        row.get("status", String.class), row.get("since", Instant.class), row.get("answer", String.class));
  }

  private static String answer(String status) {
    return switch (status) {
      case "RECEIVED", "ANALYZED", "RESERVED", "PAID" -> "Your order is being placed.";
      case "CONFIRMED" -> "Your order is paid for and waits for the kitchen.";
      case "PREPARING" -> "Your order is being made.";
      case "READY" -> "Your order is ready at the counter.";
      case "COLLECTED", "COMPLETED" -> "You have your order.";
      case "REJECTED" -> "Your order could not be placed.";
      case "CANCELLED" -> "Your order was cancelled.";
      default -> "Your order is being taken back.";
    };
  }
}
