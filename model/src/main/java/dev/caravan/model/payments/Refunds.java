package dev.caravan.model.payments;

import static dev.caravan.model.payments.Ledger.Account.GATEWAY;
import static dev.caravan.model.payments.Ledger.Account.MERCHANT;
import static dev.caravan.model.payments.Ledger.Account.PLATFORM;
import static dev.caravan.model.payments.Ledger.Account.REFUNDS;

import dev.caravan.model.Ids;
import dev.caravan.model.Money;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.events.Idempotency;
import dev.caravan.model.orders.Accepted;
import dev.caravan.model.orders.Holding;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.payments.Ledger.Lines;
import dev.caravan.model.payments.PaymentGateway.Answer;
import dev.caravan.model.payments.PaymentGateway.Charge;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Money on its way back to customers: written down first, then given back by the gateway, each under a key of its own. */
@Named("refunds")
public class Refunds {

  /** @param amount minor units of the order's currency */
  public record Wanted(
      @NotNull @Min(1) @Max(Long.MAX_VALUE) Long amount,
      @NotBlank @Size(max = 200) String reason) {}

  /** A refund that the gateway is to make now. */
  public record Due(UUID id, Charge charge, Money amount) {
    String key() {
      return id.toString();
    }
  }

  /** @param left what of the order's payments could still be refunded */
  public record Promise(String orderId, Money refunding, Money left) implements Outcome {}

  private record Request(String orderId, Wanted wanted) {}

  @PersistenceContext
  private EntityManager database;
  private final Orders orders;
  private final Ledger ledger;
  private final Timers timers;
  private final Idempotency idempotency;
  private final PaymentPolicy policy;
  private final Clock clock;

  public Refunds(
      Orders orders, Ledger ledger, Timers timers, Idempotency idempotency, PaymentPolicy policy, Clock clock) {
    this.orders = orders;
    this.ledger = ledger;
    this.timers = timers;
    this.idempotency = idempotency;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Gives a part of an order that has ended back, out of the merchant's share first and then the house's.
   *
   * @param key an Idempotency-Key, without which nothing is refunded: a repeated request must not be a second refund
   */
  @Transactional
  public Outcome request(String orderId, Wanted wanted, @Nullable String key, String actor) {
    return key == null ? Refusal.of("invalid", "Idempotency-Key", "must be given, so that nothing is refunded twice")
        : idempotency.once(key, new Request(orderId, wanted),
            () -> orders.with(orderId, order -> request(order, wanted, actor)), Accepted::new);
  }

  private Outcome request(Order order, Wanted wanted, String actor) {
    if (!order.status().isEnd()) {
      return Refusal.of("not-ready", "The order is " + order.status() + "; what has not ended is cancelled.");
    }
    var left = of(order.id()).stream().mapToLong(Payment::left).sum();
    if (wanted.amount() > left) {
      return Refusal.of("refund-too-high", "amount", "must be at most " + left + ", which is left of what was paid");
    }
    var amount = new Money(wanted.amount(), order.charges().currency());
    var merchants = new Money(
        Math.min(amount.amount(), Math.max(0, ledger.balance(order.id(), MERCHANT))), amount.currency());
    start(order, amount, wanted.reason(), new Lines()
        .take(MERCHANT, Optional.ofNullable(order.fulfilment().store()).orElse(Escrows.KITCHEN), merchants)
        .take(PLATFORM, "", amount.minus(merchants)));
    orders.noted(order, "order.refunded", Map.of("amount", amount, "reason", wanted.reason()), actor);
    return new Idempotency.Done(order.id(),
        new Promise(order.id(), amount, new Money(left - wanted.amount(), amount.currency())));
  }

  /**
   * Promises money back, in the transaction in which somebody goes without it.
   *
   * @param from whose accounts it leaves
   */
  @Transactional(TxType.MANDATORY)
  void start(Order order, Money amount, String reason, Lines from) {
    long open = amount.amount();
    var payments = of(order.id());
    for (int i = payments.size() - 1; i >= 0 && open > 0; i--) {
      var payment = payments.get(i);
      var part = Math.min(open, payment.left());
      if (part > 0) {
        payment.refunding(part);
        database.persist(new Refund(Ids.next(), payment.id(), order.id(), new Money(part, amount.currency()), reason, clock.instant()));
        open -= part;
      }
    }
    if (open != 0) {
      throw new IllegalStateException("order " + order.id() + " has paid " + open + " less than it is to get back");
    }
    ledger.post(order.id(), "refund-promised", "refund-promised:" + Ids.next(), amount.currency(),
        from.add(REFUNDS, "", amount));
    timers.arm(Timers.PAYMENT_RETRY, order.id(), clock.instant().plus(policy.waitAfter(policy.attempts())));
    orders.noted(order, "payment.refunding", Map.of("amount", amount, "reason", reason), PaymentIntents.ACTOR);
  }

  /** What the gateway has still to give back. */
  @Transactional
  public List<Due> due(String orderId) {
    orders.lock(orderId);
    return pending(orderId).stream().map(refund -> {
      refund.attempted();
      return new Due(UUID.fromString(refund.key()), payment(refund).charge(), refund.amount());
    }).toList();
  }

  @Transactional
  public void answered(String orderId, Due due, Answer answer) {
    var order = orders.lock(orderId);
    var refund = Objects.requireNonNull(database.find(Refund.class, due.id(), LockModeType.PESSIMISTIC_WRITE));
    if (!refund.isPending()) {
      return;
    }
    if (!(answer instanceof Answer.Done)) {
      timers.arm(Timers.PAYMENT_RETRY, orderId, clock.instant().plus(policy.waitAfter(refund.attempts())));
      orders.noted(order, "payment.refund-delayed", Map.of("amount", due.amount(), "attempt", refund.attempts()), PaymentIntents.ACTOR);
      return;
    }
    refund.done(clock.instant());
    payment(refund).refunded(due.amount().amount(), clock.instant());
    ledger.post(orderId, "refunded", "refunded:" + due.key(), due.amount().currency(),
        new Lines().take(REFUNDS, "", due.amount()).add(GATEWAY, "", due.amount()));
    if (pending(orderId).isEmpty()) {
      timers.cancel(Timers.PAYMENT_RETRY, orderId);
    }
    orders.noted(order, "payment.refunded", Map.of("refundId", due.key(), "amount", due.amount()), PaymentIntents.ACTOR);
    settle(order);
  }

  /** An order that was turned back has no charge any more when nothing of it is in escrow or on its way back. */
  @Transactional(TxType.MANDATORY)
  void settle(Order order) {
    if (order.status().isUndoing() && !order.holds().contains(Holding.ESCROW) && pending(order.id()).isEmpty()) {
      order.gaveBack(Holding.CHARGE);
    }
    orders.settle(order);
  }

  /** Has the gateway asked again for what nobody is about to ask it for. */
  @Transactional
  public void askAgain() {
    database.createNativeQuery("""
            select distinct o.order_id from (
              select order_id, created_at as since from payments.refund where status = 'PENDING'
              union all select order_id, updated_at from payments.payment where status = 'VOIDING') o
            where o.since < :before and not exists (
              select from timers.timer t where t.kind = :kind and t.subject = o.order_id and t.status = 'PENDING')
            limit 100""", String.class)
        .setParameter("before", clock.instant().minus(policy.waitAfter(policy.attempts())))
        .setParameter("kind", Timers.PAYMENT_RETRY).getResultList()
        .forEach(orderId -> timers.arm(Timers.PAYMENT_RETRY, String.valueOf(orderId), clock.instant()));
  }

  private Payment payment(Refund refund) {
    return Objects.requireNonNull(database.find(Payment.class, refund.paymentId()));
  }

  private List<Refund> pending(String orderId) {
    return database.createQuery("from Refund where orderId = :id and status = PENDING order by createdAt", Refund.class)
        .setParameter("id", orderId).getResultList();
  }

  private List<Payment> of(String orderId) {
    return database.createQuery("from Payment where orderId = :id order by number", Payment.class)
        .setParameter("id", orderId).getResultList();
  }
}
