package dev.caravan.model.orders;

import dev.caravan.model.Money;

/**
 * Who is paid out of an order's escrow; what is left goes back to the customer.
 *
 * @param platform negative where the house bears a part of the others' shares itself
 */
public record Settlement(Money merchant, Money runner, Money platform) {

  /** Everybody's full share. */
  public static Settlement of(Charges charges) {
    return new Settlement(charges.goods(), charges.runner(), charges.platformFee());
  }

  /** Nobody is paid: all of it goes back. */
  public static Settlement none(String currency) {
    var zero = Money.zero(currency);
    return new Settlement(zero, zero, zero);
  }

  public Settlement reversed() {
    return new Settlement(merchant.times(-1), runner.times(-1), platform.times(-1));
  }

  /** What the customer pays in the end. */
  public Money kept() {
    return merchant.plus(runner).plus(platform);
  }
}
