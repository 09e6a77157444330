package dev.caravan.model.payments;

import dev.caravan.model.Ids;
import dev.caravan.model.orders.Holding;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Reason;
import dev.caravan.model.orders.Step;
import dev.caravan.model.payments.Payment.Status;
import dev.caravan.model.payments.PaymentGateway.Answer;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** What is written down about a payment before and after the gateway is asked; nothing is locked while it is. */
@Named("paymentIntents")
public class PaymentIntents {

  private static final String ACTOR = "payments";
  private static final String RETRY = "payment-retry";

  @PersistenceContext
  private Session database;

  private final Orders orders;
  private final Timers timers;
  private final PaymentPolicy policy;
  private final Clock clock;

  public PaymentIntents(Orders orders, Timers timers, PaymentPolicy policy, Clock clock) {
    this.orders = orders;
    this.timers = timers;
    this.policy = policy;
    this.clock = clock;
  }

  /** The payment that the gateway has to authorize now, if one is due. */
  @Transactional
  public Optional<Payment> toAuthorize(String orderId) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.HOLD_PAYMENT)) {
      return Optional.empty();
    }
    var payment = of(orderId).orElseGet(() -> open(order));
    payment.attempted();
    return Optional.of(payment);
  }

  private Payment open(Order order) {
    var payment = new Payment(Ids.next(), order.id(), order.price(), order.paymentMethod(), clock.instant());
    database.persist(payment);
    order.paymentPending();
    orders.noted(order, "payment.pending", money(payment), ACTOR);
    return payment;
  }

  /** Takes the gateway's answer in. An order that was turned back meanwhile has its payment voided whatever it says. */
  @Transactional
  public void answered(String orderId, Answer answer) {
    var order = orders.lock(orderId);
    var payment = of(orderId).orElseThrow();
    if (!order.awaits(Step.HOLD_PAYMENT) || payment.status() != Status.PENDING) {
      return;
    }
    if (answer instanceof Answer.Done) {
      payment.become(Status.AUTHORIZED, null, clock.instant());
      order.paymentAuthorized();
      orders.moved(order, "payment.authorized", money(payment), ACTOR);
    } else if (answer instanceof Answer.Declined declined) {
      payment.become(Status.DECLINED, declined.code(), clock.instant());
      order.gaveBack(Holding.PAYMENT);
      orders.noted(order, "payment.declined", Map.of("code", declined.code()), ACTOR);
      orders.refuse(order, Reason.of("payment-declined", "The payment was declined (" + declined.code().replace('-', ' ') + ")."), ACTOR);
    } else if (payment.attempts() < policy.attempts()) {
      timers.arm(RETRY, orderId, clock.instant().plus(policy.waitAfter(payment.attempts())));
      orders.noted(order, "payment.delayed", Map.of("attempt", payment.attempts()), ACTOR);
    } else {
      orders.refuse(order, Reason.of("payment-unavailable", "The payment could not be made; nothing was taken."), ACTOR);
    }
  }

  @Transactional
  public void placeInEscrow(String orderId) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.PLACE_IN_ESCROW)) {
      var payment = of(orderId).orElseThrow();
      escrow(payment, "PLACED");
      order.placedInEscrow();
      orders.moved(order, "escrow.placed", money(payment), ACTOR);
    }
  }

  /** Undoes {@link #placeInEscrow}. @param saga the saga that undoes it, or null outside of one */
  @Transactional
  public void returnEscrow(String orderId, @Nullable String saga) {
    orders.lockToUndo(orderId, saga).ifPresent(order -> {
      if (order.holds().contains(Holding.ESCROW)) {
        var payment = of(orderId).orElseThrow();
        escrow(payment, "REFUNDED");
        orders.gaveBack(order, Holding.ESCROW, "escrow.refunded", money(payment), ACTOR);
      } else {
        orders.settle(order);
      }
    });
  }

  /** Undoes the hold: from now on it may not be captured, and the gateway is asked to give it up. */
  @Transactional
  public void startVoiding(String orderId, @Nullable String saga) {
    orders.lockToUndo(orderId, saga).ifPresent(order -> {
      if (order.holds().contains(Holding.PAYMENT)) {
        of(orderId).orElseThrow().become(Status.VOIDING, null, clock.instant());
        orders.noted(order, "payment.voiding", Map.of(), ACTOR);
      } else {
        orders.settle(order);
      }
    });
  }

  @Transactional
  public Optional<Payment> toVoid(String orderId) {
    return of(orderId).filter(payment -> payment.status() == Status.VOIDING);
  }

  @Transactional
  public void voided(String orderId) {
    var order = orders.lock(orderId);
    toVoid(orderId).ifPresent(payment -> {
      payment.become(Status.VOIDED, null, clock.instant());
      orders.gaveBack(order, Holding.PAYMENT, "payment.voided", money(payment), ACTOR);
    });
  }

  /** The payment whose money the gateway has to hand over now, if that is due. */
  @Transactional
  public Optional<Payment> toCapture(String orderId) {
    return orders.lock(orderId).awaits(Step.RELEASE_ESCROW) ? of(orderId) : Optional.empty();
  }

  @Transactional
  public void captured(String orderId) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.RELEASE_ESCROW)) {
      var payment = of(orderId).orElseThrow();
      payment.become(Status.CAPTURED, null, clock.instant());
      escrow(payment, "RELEASED");
      order.escrowReleased();
      orders.moved(order, "escrow.released", money(payment), ACTOR);
    }
  }

  private Optional<Payment> of(String orderId) {
    return database.createQuery("from Payment where orderId = :id", Payment.class)
        .setParameter("id", orderId).getResultStream().findFirst();
  }

  private void escrow(Payment payment, String status) {
    database.createNativeQuery("""
            insert into payments.escrow (order_id, amount, currency, status, updated_at)
            values (:order, :amount, :currency, :status, :now)
            on conflict (order_id) do update set status = excluded.status, updated_at = excluded.updated_at""").addSynchronizedQuerySpace("payments.escrow")
        .setParameter("order", payment.orderId()).setParameter("amount", payment.amount().amount())
        .setParameter("currency", payment.amount().currency()).setParameter("status", status)
        .setParameter("now", clock.instant()).executeUpdate();
  }

  private static Map<String, Object> money(Payment payment) {
    return Map.of("paymentId", payment.key(), "amount", payment.amount());
  }
}
