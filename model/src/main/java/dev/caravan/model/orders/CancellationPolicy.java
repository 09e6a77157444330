package dev.caravan.model.orders;

import dev.caravan.model.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a customer who calls an order off still pays: what has been spent is not given back. Before a runner has accepted,
 * or the kitchen begun for the counter, that is nothing. Goods that were bought or cooked are paid for, with the house's
 * fee on them; the runner's way is paid by how far it went; the tip is given back.
 *
 * @param acceptedPercent of the delivery fee, once a runner has accepted
 * @param onSitePercent of the delivery fee, once the runner has arrived; after the purchase it is all of it
 */
public record CancellationPolicy(int acceptedPercent, int onSitePercent) {

  /** Who is paid if the customer calls the order off where it stands; null where nobody is. */
  @Nullable Settlement byCustomer(Order order) {
    return switch (order.status()) {
      case PREPARING, READY -> new Settlement(order.charges().goods(), zero(order), zero(order));
      case ACCEPTED -> shares(order, order.isCooking(), acceptedPercent);
      case ON_SITE -> shares(order, order.isCooking(), onSitePercent);
      case PURCHASED, COLLECTED, ON_THE_WAY -> shares(order, true, 100);
      default -> null;
    };
  }

  /** As {@link #byCustomer}, for a runner who had to be asked in vain. */
  public Settlement unanswered(Order order) {
    return shares(order, false, onSitePercent);
  }

  /** Nobody was there to take it: everybody is paid but the tip. */
  public Settlement unreachable(Order order) {
    return shares(order, true, 100);
  }

  /** The store let the order down: the runner's way is paid by the house. */
  public Settlement storeFailed(Order order) {
    var way = percent(order.charges().deliveryFee(), onSitePercent);
    return new Settlement(zero(order), way, way.times(-1));
  }

  /** The runner is gone with the goods: the merchant is paid by the house. */
  public Settlement runnerFailed(Order order) {
    var goods = order.charges().goods();
    return new Settlement(goods, zero(order), goods.times(-1));
  }

  private static Settlement shares(Order order, boolean goodsSpent, int percent) {
    var charges = order.charges();
    return new Settlement(
        goodsSpent ? charges.goods() : zero(order), percent(charges.deliveryFee(), percent),
        goodsSpent ? charges.platformFee() : zero(order));
  }

  private static Money percent(Money of, int percent) {
    return new Money((of.amount() * percent + 50) / 100, of.currency());
  }

  private static Money zero(Order order) {
    return Money.zero(order.charges().currency());
  }
}
