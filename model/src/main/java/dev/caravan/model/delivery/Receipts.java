package dev.caravan.model.delivery;

import dev.caravan.model.Money;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.delivery.Receipt.Line;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Settlement;
import dev.caravan.model.orders.Status;
import dev.caravan.model.payments.Ledger;
import dev.caravan.model.payments.Ledger.Account;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;

/** Receipts of orders that have ended and cost something. */
@Named("receipts")
public class Receipts {

  private final Orders orders;
  private final Ledger ledger;

  public Receipts(Orders orders, Ledger ledger) {
    this.orders = orders;
    this.ledger = ledger;
  }

  @Transactional
  public Outcome of(String orderId) {
    return orders.find(orderId).map(this::of).orElse(Refusal.of("not-found", "There is no order " + orderId + "."));
  }

  private Outcome of(Order order) {
    if (!order.status().isEnd()) {
      return Refusal.of("not-ready", "The order is " + order.status() + "; it has a receipt when it has ended.");
    }
    var completed = order.status() == Status.COMPLETED;
    var shares = completed ? Settlement.of(order.charges()) : order.settlement();
    if (shares == null || shares.kept().amount() == 0) {
      return Refusal.of("not-ready", "The order is " + order.status() + " and cost nothing.");
    }
    var charged = shares.kept();
    var tip = completed ? order.charges().tip() : Money.zero(charged.currency());
    // What the gateway took and neither gave back nor has promised to.
    var paid = new Money(
        -ledger.balance(order.id(), Account.GATEWAY) - ledger.balance(order.id(), Account.REFUNDS), charged.currency());
    return new Receipt(
        order.id(), order.id(), order.customerId(), order.status().name(), order.updatedAt(), order.fulfilment().store(),
        order.runnerId(),
        order.items().stream().map(item ->
            new Line(item.name(), item.quantity(), order.fulfilment().fromKitchen() ? item.unitPrice() : null)).toList(),
        shares.merchant(), shares.runner().minus(tip), shares.platform(), tip, charged, charged.minus(paid), paid);
  }
}
