package dev.caravan.model.shipping;

import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Carriers with a memory of their own, for shops without one and for tests. The name says how each behaves: {@code carrier} and
 * {@code carrier-backup} take every parcel, {@code carrier-slow} needs half a second for it, {@code carrier-timeout} takes it but
 * loses its first answer, {@code carrier-declined} takes none, {@code carrier-down} never answers.
 */
public class SimulatedCarrier implements Carrier {

  private static final Duration SLOW = Duration.ofMillis(500);

  @PersistenceContext
  private Session database;

  private final Clock clock;

  public SimulatedCarrier(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Set<String> names() {
    return Set.of("carrier", "carrier-backup", "carrier-slow", "carrier-timeout", "carrier-declined", "carrier-down");
  }

  @Override
  @Transactional(TxType.REQUIRES_NEW)
  public Answer book(Parcel parcel) {
    if (parcel.carrier().equals("carrier-down")) {
      return new Answer.Unknown("nobody answered");
    }
    var now = clock.instant();
    var booking = database.createNativeQuery("""
            insert into shipping.simulated_booking as booking (key, carrier, status, calls, ready_at)
            values (:key, :carrier, :status, 1, :ready)
            on conflict (key) do update set calls = booking.calls + 1
            returning status, calls, ready_at""", Tuple.class)
        .setParameter("key", parcel.key()).setParameter("carrier", parcel.carrier())
        .setParameter("status", parcel.carrier().equals("carrier-declined") ? "DECLINED" : "BOOKED")
        .setParameter("ready", parcel.carrier().equals("carrier-slow") ? now.plus(SLOW) : now).getSingleResult();
    return switch (booking.get("status", String.class)) {
      case "DECLINED" -> new Answer.Declined("address-not-served");
      case "CANCELLED" -> new Answer.Declined("cancelled");
      default -> parcel.carrier().equals("carrier-timeout") && booking.get("calls", Integer.class) == 1
          ? new Answer.Unknown("the answer was lost")
          : booking.get("ready_at", Instant.class).isAfter(now) ? new Answer.Unknown("it is being worked on") : done(parcel);
    };
  }

  @Override
  @Transactional(TxType.REQUIRES_NEW)
  public Answer cancel(Parcel parcel) {
    if (parcel.carrier().equals("carrier-down")) {
      return new Answer.Unknown("nobody answered");
    }
    database.createNativeQuery("""
            insert into shipping.simulated_booking (key, carrier, status, calls, ready_at)
            values (:key, :carrier, 'CANCELLED', 0, :now) on conflict (key) do update set status = 'CANCELLED'""")
        .setParameter("key", parcel.key()).setParameter("carrier", parcel.carrier())
        .setParameter("now", clock.instant()).executeUpdate();
    return done(parcel);
  }

  private static Answer done(Parcel parcel) {
    return new Answer.Done(parcel.carrier() + "-" + parcel.key());
  }
}
