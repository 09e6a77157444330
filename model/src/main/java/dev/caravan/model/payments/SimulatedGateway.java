package dev.caravan.model.payments;

import dev.caravan.model.Money;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;

/**
 * A gateway with a memory of its own, for shops without one and for tests. The payment method says how it behaves:
 * {@code card} succeeds, {@code card-declined} and {@code card-insufficient-funds} are declined, {@code card-timeout}
 * holds the money but loses its first answer, {@code card-processor-error} never answers. Any other method is declined
 * as {@code unknown-method}.
 */
public class SimulatedGateway implements PaymentGateway {

  @PersistenceContext
  private Session database;

  @Override
  @Transactional(TxType.REQUIRES_NEW)
  public Answer authorize(String key, Money amount, String method) {
    if (method.equals("card-processor-error")) {
      return new Answer.Unknown("the processor failed");
    }
    var declined = switch (method) {
      case "card", "card-timeout" -> null;
      case "card-declined" -> "refused-by-bank";
      case "card-insufficient-funds" -> "insufficient-funds";
      default -> "unknown-method";
    };
    var charge = database.createNativeQuery("""
            insert into payments.simulated_charge as charge (key, amount, currency, status, code, calls)
            values (:key, :amount, :currency, :status, :code, 1)
            on conflict (key) do update set calls = charge.calls + 1
            returning status, code, calls""", Tuple.class)
        .setParameter("key", key).setParameter("amount", amount.amount()).setParameter("currency", amount.currency())
        .setParameter("status", declined == null ? "AUTHORIZED" : "DECLINED").setParameter("code", declined)
        .getSingleResult();
    if (method.equals("card-timeout") && charge.get("calls", Integer.class) == 1) {
      return new Answer.Unknown("the answer was lost");
    }
    return switch (charge.get("status", String.class)) {
      case "AUTHORIZED", "CAPTURED" -> new Answer.Done();
      case "DECLINED" -> new Answer.Declined(charge.get("code", String.class));
      default -> new Answer.Declined("cancelled");
    };
  }

  @Override
  @Transactional(TxType.REQUIRES_NEW)
  public Answer capture(String key) {
    var captured = database.createNativeQuery("""
            update payments.simulated_charge set status = 'CAPTURED' where key = :key and status in ('AUTHORIZED', 'CAPTURED')""")
        .setParameter("key", key).executeUpdate();
    return captured == 1 ? new Answer.Done() : new Answer.Declined("not-authorized");
  }

  @Override
  @Transactional(TxType.REQUIRES_NEW)
  public Answer cancel(String key) {
    database.createNativeQuery("""
            insert into payments.simulated_charge as charge (key, amount, currency, status, calls)
            values (:key, 0, 'XXX', 'CANCELLED', 0)
            on conflict (key) do update set status = 'CANCELLED' where charge.status = 'AUTHORIZED'""")
        .setParameter("key", key).executeUpdate();
    return new Answer.Done();
  }
}
