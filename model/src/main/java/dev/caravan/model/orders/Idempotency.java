package dev.caravan.model.orders;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;

import java.util.function.Supplier;

/** Does a thing once per Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07) and answers the same for ever. */
@Named("idempotency")
public class Idempotency {

  @PersistenceContext
  private Session database;

  /**
   * The stored answer to this key, or what {@code deed} answers now; only an acceptance is stored.
   *
   * @param fingerprint of the request, by which another request under the same key is recognised
   */
  @Transactional(TxType.MANDATORY)
  public Outcome once(String key, String fingerprint, Supplier<Outcome> deed) {
    var free = (Boolean) database.createNativeQuery("select pg_try_advisory_xact_lock(hashtextextended(:key, 0))")
        .setParameter("key", key).getSingleResult();
    if (!free) {
      return Refusal.of("idempotency-key-in-flight", "A request with this Idempotency-Key is being processed.");
    }
    var stored = database.createNativeQuery(
            "select fingerprint, order_id, answer from orders.idempotency_key where key = :key", Tuple.class)
        .setParameter("key", key).getResultList();
    if (!stored.isEmpty()) {
      var row = stored.get(0);
      return row.get("fingerprint", String.class).equals(fingerprint)
          ? new Accepted(row.get("order_id", String.class), row.get("answer", String.class))
          : Refusal.of("idempotency-key-reused", "This Idempotency-Key belongs to another request.");
    }
    var outcome = deed.get();
    if (outcome instanceof Accepted accepted) {
      database.createNativeQuery("""
              insert into orders.idempotency_key (key, fingerprint, order_id, answer)
              values (:key, :fingerprint, :order, :answer)""")
          .setParameter("key", key).setParameter("fingerprint", fingerprint)
          .setParameter("order", accepted.orderId()).setParameter("answer", accepted.json()).executeUpdate();
    }
    return outcome;
  }
}
