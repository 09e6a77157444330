package dev.caravan.model.payments;

import static dev.caravan.model.payments.Ledger.Account.CUSTOMER;
import static dev.caravan.model.payments.Ledger.Account.ESCROW;
import static dev.caravan.model.payments.Ledger.Account.MERCHANT;
import static dev.caravan.model.payments.Ledger.Account.PLATFORM;
import static dev.caravan.model.payments.Ledger.Account.RUNNER;

import dev.caravan.model.Money;
import dev.caravan.model.orders.Holding;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Settlement;
import dev.caravan.model.orders.Step;
import dev.caravan.model.payments.Ledger.Lines;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Sets an order's money apart, pays it out to those who earned it and gives back the rest. */
@Named("escrows")
public class Escrows {

  /** Owner of the merchant account of what the kitchen makes. */
  static final String KITCHEN = "kitchen";

  private static final String ACTOR = PaymentIntents.ACTOR;

  @PersistenceContext
  private EntityManager database;
  private final Orders orders;
  private final Refunds refunds;
  private final Ledger ledger;
  private final Clock clock;

  public Escrows(Orders orders, Refunds refunds, Ledger ledger, Clock clock) {
    this.orders = orders;
    this.refunds = refunds;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Transactional
  public void place(String orderId) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.PLACE_IN_ESCROW)) {
      database.persist(new Escrow(orderId, order.limit(), clock.instant()));
      ledger.post(orderId, "escrow-placed", "escrow-placed:" + orderId, order.limit().currency(),
          new Lines().take(CUSTOMER, order.customerId(), order.limit()).add(ESCROW, orderId, order.limit()));
      order.placedInEscrow();
      orders.moved(order, "escrow.placed", Map.of("amount", order.limit()), ACTOR);
    }
  }

  /** More of the customer's money belongs to what is in escrow already. */
  @Transactional(TxType.MANDATORY)
  void place(String orderId, Money more) {
    of(orderId).place(more, clock.instant());
  }

  /**
   * Undoes {@link #place(String)}: pays those who are paid all the same, and gives the customer back what is left.
   *
   * @param saga the saga that undoes it, or null outside of one
   */
  @Transactional
  public void giveBack(String orderId, @Nullable String saga) {
    orders.lockToUndo(orderId, saga).ifPresent(order -> {
      if (order.holds().contains(Holding.ESCROW)) {
        giveBack(order);
      } else {
        orders.settle(order);
      }
    });
  }

  private void giveBack(Order order) {
    var escrow = of(order.id());
    var shares = Optional.ofNullable(order.settlement()).orElse(Settlement.none(escrow.currency()));
    var rest = escrow.left().minus(shares.kept());
    var paid = payOut(order, shares, new Lines());
    escrow.release(shares.kept(), clock.instant());
    escrow.refund(rest, clock.instant());
    if (order.holds().contains(Holding.CHARGE)) {
      ledger.post(order.id(), "settled", "settled:" + order.id(), escrow.currency(), paid);
      if (rest.amount() > 0) {
        refunds.start(order, rest, Objects.requireNonNull(order.reason()).code(), new Lines().take(ESCROW, order.id(), rest));
      }
    } else {
      ledger.post(order.id(), "settled", "settled:" + order.id(), escrow.currency(),
          paid.take(ESCROW, order.id(), rest).add(CUSTOMER, order.customerId(), rest));
    }
    orders.gaveBack(order, Holding.ESCROW, "escrow.refunded", Map.of("amount", rest, "kept", shares.kept()), ACTOR);
    refunds.settle(order);
  }

  /** Gives back what is in escrow above the price that was paid in the end. */
  @Transactional
  public void adjust(String orderId) {
    var order = orders.lock(orderId);
    if (order.holds().contains(Holding.ESCROW) && order.isPurchased()) {
      adjust(order, of(orderId));
    }
  }

  private void adjust(Order order, Escrow escrow) {
    var above = escrow.left().minus(order.charges().total());
    if (above.amount() > 0) {
      escrow.refund(above, clock.instant());
      refunds.start(order, above, "cheaper", new Lines().take(ESCROW, order.id(), above));
    }
  }

  /** Pays everybody's share out, if that is due. @param saga the saga that completes the order, or null outside of one */
  @Transactional
  public void release(String orderId, @Nullable String saga) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.RELEASE_ESCROW) || !order.holds().contains(Holding.CHARGE) || !order.isIn(saga)) {
      return;
    }
    var escrow = of(orderId);
    adjust(order, escrow);
    var shares = Settlement.of(order.charges());
    ledger.post(orderId, "released", "released:" + orderId + ":" + saga, escrow.currency(), payOut(order, shares, new Lines()));
    escrow.release(shares.kept(), clock.instant());
    order.escrowReleased();
    orders.moved(order, "escrow.released", Map.of("amount", shares.kept()), ACTOR);
  }

  /** Undoes {@link #release}. */
  @Transactional
  public void takeBack(String orderId, String saga) {
    orders.lockToUndoCompletion(orderId, saga).filter(order -> !order.holds().contains(Holding.ESCROW)).ifPresent(order -> {
      var shares = Settlement.of(order.charges());
      ledger.post(orderId, "taken-back", "taken-back:" + orderId + ":" + saga, order.charges().currency(),
          payOut(order, shares.reversed(), new Lines()));
      of(orderId).takeBack(shares.kept(), clock.instant());
      order.escrowTakenBack();
      orders.completionUndone(order, "escrow.taken-back", Map.of("amount", shares.kept()), ACTOR);
    });
  }

  private static Lines payOut(Order order, Settlement shares, Lines lines) {
    var store = order.fulfilment().store();
    return lines.take(ESCROW, order.id(), shares.kept())
        .add(MERCHANT, store == null ? KITCHEN : store, shares.merchant())
        .add(RUNNER, Objects.requireNonNullElse(order.runnerId(), ""), shares.runner())
        .add(PLATFORM, "", shares.platform());
  }

  private Escrow of(String orderId) {
    return Objects.requireNonNull(database.find(Escrow.class, orderId), orderId);
  }
}
