package dev.caravan.model.payments;

import dev.caravan.model.Ids;
import dev.caravan.model.events.Inbox;
import dev.caravan.model.orders.Orders;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.hibernate.Session;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a gateway reports unasked: a reason to ask it, and nothing more. */
@Named("paymentReports")
public class PaymentReports {

  private static final String ACTOR = "gateway";

  @PersistenceContext
  private Session database;

  private final Orders orders;
  private final Inbox inbox;

  public PaymentReports(Orders orders, Inbox inbox) {
    this.orders = orders;
    this.inbox = inbox;
  }

  /** Something has happened to a payment, or so it is said. @param report the same id again is the same report */
  @Transactional
  public void reported(UUID report, String paymentKey) {
    orderOf(paymentKey).filter(order -> inbox.takesIn(ACTOR, report)).ifPresent(orderId ->
        orders.noted(orders.lock(orderId), "payment.reported", Map.of("paymentId", paymentKey), ACTOR));
  }

  private Optional<String> orderOf(String paymentKey) {
    return Ids.read(paymentKey).flatMap(id -> database.createQuery("select orderId from Payment where id = :id", String.class)
        .setParameter("id", id).getResultStream().findFirst());
  }
}
