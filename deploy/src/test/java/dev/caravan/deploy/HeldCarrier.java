package dev.caravan.deploy;

import dev.caravan.model.shipping.Carrier;
import org.awaitility.Awaitility;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The application's own carriers, who can be made to keep a caller waiting, or to lose an answer: they have done what they were asked to, and do not say so. */
@Primary
final class HeldCarrier implements Carrier {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private record Hold(CountDownLatch asked, CountDownLatch answered) {}

  private final Carrier real;
  private final JdbcTemplate database;
  private final Map<String, Hold> holds = new ConcurrentHashMap<>();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();

  HeldCarrier(@Qualifier("carrier") Carrier real, JdbcTemplate database) {
    this.real = real;
    this.database = database;
  }

  /** The next to book a parcel of this order hears nothing until the carrier is let go. */
  void holds(String orderId) {
    holds.put(orderId, new Hold(new CountDownLatch(1), new CountDownLatch(1)));
  }

  /** The next answer about a parcel of this order is lost on the way. */
  void loses(String orderId) {
    lost.add(orderId);
  }

  void isAsked(String orderId) {
    Awaitility.await("a carrier to be asked for " + orderId).atMost(PATIENCE)
        .until(() -> holds.get(orderId).asked().getCount() == 0);
  }

  /** Answers about this order arrive again, late ones included. */
  void letGo(String orderId) {
    lost.remove(orderId);
    Optional.ofNullable(holds.remove(orderId)).ifPresent(hold -> hold.answered().countDown());
  }

  @Override
  public Answer book(Parcel parcel) {
    var answer = real.book(parcel);
    if (!holds.isEmpty() || !lost.isEmpty()) {
      var orderId = String.valueOf(database.queryForObject(
          "select order_id from shipping.shipment where id = ?", String.class, UUID.fromString(parcel.key())));
      Optional.ofNullable(holds.get(orderId)).filter(hold -> hold.asked().getCount() > 0).ifPresent(HeldCarrier::keepWaiting);
      if (lost.remove(orderId)) {
        return new Answer.Unknown("a test lost it");
      }
    }
    return answer;
  }

  private static void keepWaiting(Hold hold) {
    hold.asked().countDown();
    try {
      if (!hold.answered().await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let the carrier go");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Answer cancel(Parcel parcel) {
    return real.cancel(parcel);
  }

  @Override
  public Set<String> names() {
    return real.names();
  }
}
