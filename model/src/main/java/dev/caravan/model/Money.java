package dev.caravan.model;

import jakarta.persistence.Embeddable;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount of money: a whole number of the currency's minor units (cents, yen, fils) and an ISO 4217 code.
 *
 * @param amount minor units; negative only in differences
 * @param currency ISO 4217 code of a currency known to the runtime
 */
@Embeddable
public record Money(long amount, String currency) {

  public Money {
    Currency.getInstance(currency);
  }

  public static Money zero(String currency) {
    return new Money(0, currency);
  }

  /** @throws ArithmeticException beyond 64 bits */
  public Money plus(Money other) {
    return new Money(Math.addExact(amount, sameCurrency(other).amount), currency);
  }

  /** @throws ArithmeticException beyond 64 bits */
  public Money minus(Money other) {
    return new Money(Math.subtractExact(amount, sameCurrency(other).amount), currency);
  }

  /** @throws ArithmeticException beyond 64 bits */
  public Money times(long factor) {
    return new Money(Math.multiplyExact(amount, factor), currency);
  }

  /** Such as {@code 12.50 USD}, with as many digits after the point as the currency has. */
  public String written() {
    int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    return BigDecimal.valueOf(amount, digits).toPlainString() + " " + currency;
  }

  private Money sameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot mix " + currency + " and " + other.currency);
    }
    return other;
  }
}
