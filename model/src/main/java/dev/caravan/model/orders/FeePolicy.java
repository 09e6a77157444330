package dev.caravan.model.orders;

import dev.caravan.model.Money;
import dev.caravan.model.Refusal;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a delivery costs beside the goods.
 *
 * @param deliveryFees ISO 4217 code to fee in minor units; a currency that is not named is not served
 * @param platformFeeBasisPoints the house's share on top of the goods, in hundredths of a per cent, rounded half up
 */
public record FeePolicy(Map<String, Long> deliveryFees, int platformFeeBasisPoints) {

  /** Why goods of this currency are not brought, if they are not. */
  public Optional<Refusal> refusal(Fulfilment.Type fulfilment, String currency, String field) {
    return fulfilment != Fulfilment.Type.COURIER || deliveryFees.containsKey(currency) ? Optional.empty()
        : Optional.of(Refusal.of("currency-not-served", field,
            "Couriers are paid in " + String.join(", ", new TreeSet<>(deliveryFees.keySet())) + "."));
  }

  /** @param tip minor units of the goods' currency */
  public Charges charges(Money goods, Fulfilment.Type fulfilment, long tip) {
    var currency = goods.currency();
    var zero = Money.zero(currency);
    return fulfilment != Fulfilment.Type.COURIER
        ? new Charges(goods, zero, zero, new Money(tip, currency))
        : new Charges(goods, new Money(deliveryFees.getOrDefault(currency, 0L), currency),
            new Money(Math.floorDiv(Math.addExact(Math.multiplyExact(goods.amount(), platformFeeBasisPoints), 5000), 10_000), currency),
            new Money(tip, currency));
  }
}
