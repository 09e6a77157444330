package dev.caravan.config.payments;

import dev.caravan.model.Money;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;

/**
 * An amount of money as Stripe counts it, which is not always as ISO 4217 does: the ariary has no decimals, the Icelandic
 * króna and the Ugandan shilling have two that must be zero, and the last of three decimals must be zero. What Stripe does
 * not list as special has two decimals; a currency that ISO 4217 gives another number is then not guessed at.
 *
 * @param units whole, positive, at most twelve digits
 * @see <a href="https://docs.stripe.com/currencies">Stripe: supported currencies, minor units and special cases</a>
 */
record StripeAmount(long units, String currency) {

  private static final Set<String> NO_DECIMALS = Set.of(
      "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");
  private static final Set<String> THREE_DECIMALS = Set.of("BHD", "JOD", "KWD", "OMR", "TND");
  private static final Set<String> TWO_EMPTY_DECIMALS = Set.of("ISK", "UGX");
  private static final BigDecimal MOST = BigDecimal.valueOf(999_999_999_999L);

  /** The amount in Stripe's units; empty if Stripe cannot move exactly this. */
  static Optional<StripeAmount> of(Money money) {
    var currency = money.currency();
    int digits = Currency.getInstance(currency).getDefaultFractionDigits();
    int decimals = 2;
    long step = 1;
    if (NO_DECIMALS.contains(currency)) {
      decimals = 0;
    } else if (THREE_DECIMALS.contains(currency)) {
      decimals = 3;
      step = 10;
    } else if (TWO_EMPTY_DECIMALS.contains(currency)) {
      step = 100;
    } else if (digits != decimals) {
      return Optional.empty();
    }
    var units = BigDecimal.valueOf(money.amount(), digits).movePointRight(decimals);
    return units.signum() > 0 && units.compareTo(MOST) <= 0 && units.remainder(BigDecimal.valueOf(step)).signum() == 0
        ? Optional.of(new StripeAmount(units.longValueExact(), currency)) : Optional.empty();
  }
}
