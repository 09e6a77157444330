package dev.caravan.model.payments;

import static dev.caravan.model.payments.Ledger.Account.CUSTOMER;
import static dev.caravan.model.payments.Ledger.Account.ESCROW;
import static dev.caravan.model.payments.Ledger.Account.GATEWAY;

import dev.caravan.model.Ids;
import dev.caravan.model.Money;
import dev.caravan.model.orders.FeePolicy;
import dev.caravan.model.orders.Holding;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Reason;
import dev.caravan.model.orders.Step;
import dev.caravan.model.payments.Ledger.Lines;
import dev.caravan.model.payments.PaymentGateway.Answer;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is written down about a payment before and after the gateway is asked; nothing is locked while it is. */
@Named("paymentIntents")
public class PaymentIntents {

  static final String ACTOR = "payments";

  @PersistenceContext
  private Session database;
  private final Orders orders;
  private final Escrows escrows;
  private final Refunds refunds;
  private final Ledger ledger;
  private final Timers timers;
  private final FeePolicy fees;
  private final PaymentPolicy policy;
  private final Clock clock;

  public PaymentIntents(
      Orders orders, Escrows escrows, Refunds refunds, Ledger ledger, Timers timers, FeePolicy fees, PaymentPolicy policy,
      Clock clock) {
    this.orders = orders;
    this.escrows = escrows;
    this.refunds = refunds;
    this.ledger = ledger;
    this.timers = timers;
    this.fees = fees;
    this.policy = policy;
    this.clock = clock;
  }

  /** The payment that the gateway has to authorize now, if this is what is due. */
  @Transactional
  public Optional<Payment> toAuthorize(String orderId, Step step) {
    var order = orders.lock(orderId);
    if (!order.awaits(step)) {
      return Optional.empty();
    }
    var payment = pending(orderId).orElseGet(() -> open(order));
    payment.attempted();
    return Optional.of(payment);
  }

  private Payment open(Order order) {
    var more = order.awaits(Step.CHARGE_MORE);
    var payment = new Payment(Ids.next(), order.id(), of(order.id()).size() + 1,
        more ? missing(order) : order.limit(), order.paymentMethod(), clock.instant());
    database.persist(payment);
    if (more) {
      order.morePending();
    } else {
      order.paymentPending();
    }
    orders.noted(order, "payment.pending", money(payment), ACTOR);
    return payment;
  }

  /** What the agreed price is above what may be charged. */
  private Money missing(Order order) {
    var goods = Objects.requireNonNull(Objects.requireNonNull(order.question()).goods());
    return fees.charges(goods, order.fulfilment().type(), order.tip()).total().minus(order.limit());
  }

  /** Takes the gateway's answer in. An order that was turned back meanwhile has its payment voided whatever it says. */
  @Transactional
  public void authorized(String orderId, Answer answer) {
    var order = orders.lock(orderId);
    var payment = pending(orderId).orElse(null);
    if (payment == null || !order.awaits(Step.HOLD_PAYMENT)) {
      return;
    }
    if (answer instanceof Answer.Done done) {
      payment.authorized(done.reference(), clock.instant());
      order.paymentAuthorized();
      orders.moved(order, "payment.authorized", money(payment), ACTOR);
    } else if (answer instanceof Answer.Declined declined) {
      payment.declined(declined.code(), clock.instant());
      order.gaveBack(Holding.PAYMENT);
      orders.noted(order, "payment.declined", Map.of("code", declined.code()), ACTOR);
      orders.refuse(order, declined(declined.code()), ACTOR);
    } else if (!askAgain(order, payment)) {
      orders.refuse(order, Reason.of("payment-unavailable", "The payment could not be made; nothing was taken."), ACTOR);
    }
  }

  /** Takes the answer to a charge beside the first in, which was authorized and captured at once. */
  @Transactional
  public void chargedMore(String orderId, Answer answer, @Nullable String reference) {
    var order = orders.lock(orderId);
    var payment = pending(orderId).orElse(null);
    if (payment == null || !order.awaits(Step.CHARGE_MORE)) {
      return;
    }
    if (answer instanceof Answer.Done && reference != null) {
      payment.authorized(reference, clock.instant());
      take(order, payment, payment.amount(), new Lines()
          .take(CUSTOMER, order.customerId(), payment.amount()).add(ESCROW, orderId, payment.amount()));
      escrows.place(orderId, payment.amount());
      order.chargedMore(payment.amount());
      orders.moved(order, "payment.captured", money(payment), ACTOR);
    } else if (answer instanceof Answer.Declined declined) {
      payment.because(declined.code());
      giveUpMore(order, payment);
    } else if (!askAgain(order, payment)) {
      giveUpMore(order, payment);
    }
  }

  private void giveUpMore(Order order, Payment payment) {
    payment.become(Payment.Status.VOIDING, clock.instant());
    order.notChargedMore();
    orders.moved(order, "payment.voiding", money(payment), ACTOR);
  }

  private boolean askAgain(Order order, Payment payment) {
    if (payment.attempts() >= policy.attempts()) {
      return false;
    }
    askLater(order, payment);
    return true;
  }

  private void askLater(Order order, Payment payment) {
    timers.arm(Timers.PAYMENT_RETRY, order.id(), clock.instant().plus(policy.waitAfter(payment.attempts())));
    order.triedInVain();
    orders.noted(order, "payment.delayed", Map.of("attempt", payment.attempts()), ACTOR);
  }

  /** The payment whose money the gateway has to hand over now, if that is due. */
  @Transactional
  public Optional<Payment> toCapture(String orderId) {
    var order = orders.lock(orderId);
    return order.holds().contains(Holding.PAYMENT) && (order.awaits(Step.CAPTURE) || order.awaits(Step.RELEASE_ESCROW))
        ? of(orderId).stream().filter(payment -> payment.status() == Payment.Status.AUTHORIZED).findFirst()
        : Optional.empty();
  }

  /** Takes in what the gateway says to a capture; what is handed over already is asked for until it is taken. */
  @Transactional
  public void captured(String orderId, Answer answer) {
    toCapture(orderId).ifPresent(payment -> {
      var order = orders.lock(orderId);
      if (answer instanceof Answer.Done) {
        take(order, payment, payment.amount(), new Lines());
        order.captured();
        orders.moved(order, "payment.captured", money(payment), ACTOR);
        escrows.release(orderId, null);
      } else if (answer instanceof Answer.Declined declined && order.awaits(Step.CAPTURE)) {
        orders.noted(order, "payment.declined", Map.of("code", declined.code()), ACTOR);
        orders.refuse(order, declined(declined.code()), ACTOR);
      } else {
        payment.attempted();
        askLater(order, payment);
      }
    });
  }

  /** Undoes the hold: from now on it may not be captured, and the gateway is asked to give it up. */
  @Transactional
  public void startVoiding(String orderId, @Nullable String saga) {
    orders.lockToUndo(orderId, saga).ifPresent(order -> {
      if (order.holds().contains(Holding.PAYMENT)) {
        of(orderId).stream().filter(Payment::isOpen).forEach(payment -> payment.become(Payment.Status.VOIDING, clock.instant()));
        orders.noted(order, "payment.voiding", Map.of(), ACTOR);
      } else {
        orders.settle(order);
      }
    });
  }

  @Transactional
  public Optional<Payment> toVoid(String orderId) {
    return of(orderId).stream().filter(payment -> payment.status() == Payment.Status.VOIDING).findFirst();
  }

  /** What is due all the same, of a payment that is to be voided. */
  @Transactional
  public Money dueOf(String orderId, Payment payment) {
    var order = orders.lock(orderId);
    var settlement = payment.isFirst() ? order.settlement() : null;
    return settlement == null ? Money.zero(payment.amount().currency()) : settlement.kept();
  }

  @Transactional
  public void voided(String orderId) {
    var order = orders.lock(orderId);
    toVoid(orderId).ifPresent(payment -> {
      payment.become(Payment.Status.VOIDED, clock.instant());
      orders.gaveBack(order, Holding.PAYMENT, "payment.voided", money(payment), ACTOR);
    });
  }

  /** The gateway has not said that it has given the payment up. */
  @Transactional
  public void notVoided(String orderId) {
    var order = orders.lock(orderId);
    toVoid(orderId).ifPresent(payment -> {
      payment.attempted();
      askLater(order, payment);
    });
  }

  /** A part of what was held has been taken, as the order's settlement says; the rest was let go. */
  @Transactional
  public void capturedInPart(String orderId, Money due) {
    var order = orders.lock(orderId);
    toVoid(orderId).ifPresent(payment -> {
      take(order, payment, due, new Lines());
      orders.gaveBack(order, Holding.PAYMENT, "payment.captured", money(payment), ACTOR);
    });
  }

  /** What should have been voided had been taken already, behind a lost answer: it is given back. */
  @Transactional
  public void capturedAfterAll(String orderId) {
    var order = orders.lock(orderId);
    toVoid(orderId).ifPresent(payment -> {
      take(order, payment, payment.amount(), new Lines());
      if (payment.isFirst()) {
        order.captured();
      } else {
        order.gaveBack(Holding.PAYMENT);
      }
      orders.noted(order, "payment.captured", money(payment), ACTOR);
      // What is in escrow is given back from there.
      if (!payment.isFirst() || !order.holds().contains(Holding.ESCROW)) {
        refunds.start(order, payment.amount(), "captured-too-late",
            new Lines().take(CUSTOMER, order.customerId(), payment.amount()));
      }
      refunds.settle(order);
    });
  }

  private void take(Order order, Payment payment, Money amount, Lines lines) {
    payment.captured(amount, clock.instant());
    ledger.post(order.id(), "captured", "captured:" + payment.key(), amount.currency(),
        lines.add(CUSTOMER, order.customerId(), amount).take(GATEWAY, "", amount));
  }

  private Optional<Payment> pending(String orderId) {
    return of(orderId).stream().filter(payment -> payment.status() == Payment.Status.PENDING_PAYMENT).findFirst();
  }

  private List<Payment> of(String orderId) {
    return database.createQuery("from Payment where orderId = :id order by number", Payment.class)
        .setParameter("id", orderId).getResultList();
  }

  private static Reason declined(String code) {
    return Reason.of("payment-declined", "The payment was declined (" + code.replace('-', ' ') + ").");
  }

  private static Map<String, Object> money(Payment payment) {
    return Map.of("paymentId", payment.key(), "amount", payment.amount());
  }
}
