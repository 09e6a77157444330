package dev.caravan.model.orders;

import dev.caravan.model.Money;

/**
 * What a customer pays for, in one currency.
 *
 * @param goods what is in the order: the merchant's
 * @param deliveryFee the runner's
 * @param platformFee the house's
 * @param tip the runner's
 */
public record Charges(Money goods, Money deliveryFee, Money platformFee, Money tip) {

  public Money total() {
    return goods.plus(deliveryFee).plus(platformFee).plus(tip);
  }

  /** What the runner earns. */
  public Money runner() {
    return deliveryFee.plus(tip);
  }

  public String currency() {
    return goods.currency();
  }
}
