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
 * holds the money but loses its first answer, {@code card-processor-error} never answers, {@code card-expiring} holds
 * the money but does not hand it over, {@code card-limit} is declined above {@value #CARD_LIMIT} minor units at once. Any
 * other method is declined as {@code unknown-method}.
 */
public class SimulatedGateway implements PaymentGateway {

  private static final long CARD_LIMIT = 3000;

  @PersistenceContext
  private Session database;

  @Override
  @Transactional(TxType.REQUIRES_NEW)
  public Answer authorize(Charge wanted) {
    if (wanted.method().equals("card-processor-error")) {
      return new Answer.Unknown("the processor failed");
    }
    var declined = switch (wanted.method()) {
      case "card", "card-timeout", "card-expiring" -> null;
      case "card-limit" -> wanted.amount().amount() <= CARD_LIMIT ? null : "over-limit";
      case "card-declined" -> "refused-by-bank";
      case "card-insufficient-funds" -> "insufficient-funds";
      default -> "unknown-method";
    };
    var charge = database.createNativeQuery("""
            insert into payments.simulated_charge as charge (key, amount, currency, method, status, code, calls)
            values (:key, :amount, :currency, :method, :status, :code, 1)
            on conflict (key) do update set calls = charge.calls + 1
            returning status, code, calls""", Tuple.class)
        .setParameter("key", wanted.key()).setParameter("amount", wanted.amount().amount())
        .setParameter("currency", wanted.amount().currency()).setParameter("method", wanted.method())
        .setParameter("status", declined == null ? "AUTHORIZED" : "DECLINED").setParameter("code", declined)
        .getSingleResult();
    if (wanted.method().equals("card-timeout") && charge.get("calls", Integer.class) == 1) {
      return new Answer.Unknown("the answer was lost");
    }
    return switch (charge.get("status", String.class)) {
      case "AUTHORIZED", "CAPTURED" -> done(wanted);
      case "DECLINED" -> new Answer.Declined(charge.get("code", String.class));
      default -> new Answer.Declined("cancelled");
    };
  }

  @Override
  @Transactional(TxType.REQUIRES_NEW)
  public Answer capture(Charge charge, Money amount) {
    var captured = database.createNativeQuery("""
            update payments.simulated_charge set status = 'CAPTURED', captured = :amount
            where key = :key and method <> 'card-expiring' and currency = :currency
              and (status = 'AUTHORIZED' and amount >= :amount or status = 'CAPTURED' and captured = :amount)""")
        .setParameter("key", charge.key()).setParameter("amount", amount.amount())
        .setParameter("currency", amount.currency()).executeUpdate();
    return captured == 1 ? done(charge) : new Answer.Declined("not-authorized");
  }

  @Override
  @Transactional(TxType.REQUIRES_NEW)
  public Answer cancel(Charge charge) {
    var status = (String) database.createNativeQuery("""
            insert into payments.simulated_charge as charge (key, amount, currency, method, status, calls)
            values (:key, 0, 'XXX', :method, 'CANCELLED', 0)
            on conflict (key) do update
              set status = case charge.status when 'AUTHORIZED' then 'CANCELLED' else charge.status end
            returning status""")
        .setParameter("key", charge.key()).setParameter("method", charge.method()).getSingleResult();
    return status.equals("CAPTURED") ? new Answer.Declined(CAPTURED) : done(charge);
  }

  @Override
  @Transactional(TxType.REQUIRES_NEW)
  public Answer refund(String key, Charge charge, Money amount) {
    var refunded = database.createNativeQuery("""
            with refund as (
              insert into payments.simulated_refund (key, charge, amount)
              select :key, c.key, :amount from payments.simulated_charge c
              where c.key = :charge and c.status = 'CAPTURED'
                and c.captured >= :amount + (select coalesce(sum(r.amount), 0) from payments.simulated_refund r where r.charge = c.key)
              on conflict (key) do nothing returning key)
            select count(*) from (
              select key from refund
              union select key from payments.simulated_refund where key = :key and charge = :charge and amount = :amount) known""",
            Long.class)
        .setParameter("key", key).setParameter("charge", charge.key()).setParameter("amount", amount.amount())
        .getSingleResult();
    return refunded == 1 ? new Answer.Done("simulated-" + key) : new Answer.Declined("not-refundable");
  }

  private static Answer done(Charge charge) {
    return new Answer.Done("simulated-" + charge.key());
  }
}
