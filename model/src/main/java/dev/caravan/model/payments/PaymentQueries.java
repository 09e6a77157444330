package dev.caravan.model.payments;

import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;


/** Reads payments, escrow and ledger. */
@Named("paymentQueries")
public class PaymentQueries {

  @PersistenceContext
  private EntityManager database;
  private final Ledger ledger;

  public PaymentQueries(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The payments of an order; {@code orderId} must be given. */
  @Transactional
  public Outcome ofOrder(@Nullable String orderId) {
    return orderId == null ? missing() : new PaymentView.All(
        database.createQuery("from Payment where orderId = :id order by number", Payment.class)
            .setParameter("id", orderId).getResultStream().map(Payment::view).toList());
  }

  @Transactional
  public Outcome one(String paymentId) {
    return Ids.read(paymentId).map(id -> database.find(Payment.class, id))
        .<Outcome>map(Payment::view).orElse(unknown("payment " + paymentId));
  }

  @Transactional
  public Outcome escrow(@Nullable String orderId) {
    if (orderId == null) {
      return missing();
    }
    var escrow = database.find(Escrow.class, orderId);
    return escrow == null ? unknown("escrow of order " + orderId) : escrow.view();
  }

  @Transactional
  public Outcome ledger(@Nullable String orderId) {
    return orderId == null ? missing() : ledger.view(orderId);
  }

  private static Refusal missing() {
    return Refusal.of("invalid", "orderId", "must be given");
  }

  private static Refusal unknown(String what) {
    return Refusal.of("not-found", "There is no " + what + ".");
  }
}
