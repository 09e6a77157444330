package dev.caravan.model.review;

import dev.caravan.model.Outcome;
import dev.caravan.model.orders.Address;
import dev.caravan.model.orders.Certainty;
import dev.caravan.model.orders.Fulfilment;
import dev.caravan.model.orders.Order;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a person has to look at before it is placed. An order whose customer asks for it is looked at in any case.
 *
 * @param fulfilments the kinds of orders that this is about
 * @param amountsAbove by ISO 4217 code, in minor units: dearer orders are looked at; a currency that is not named is not
 * @param firstOrder whether the first order of a customer is
 * @param homeCountries ISO 3166-1 codes; orders to other countries are looked at; none for no such rule
 * @param confidenceBelow per cent: an order in words that is less surely understood is looked at; of whatever kind it is, if
 *     nobody but a language model understood it
 * @param expirySeconds how long a person may take
 * @param onExpiry what becomes of an order that nobody looked at
 */
public record ReviewPolicy(
    @NotNull Set<Fulfilment.@NotNull Type> fulfilments,
    @NotNull @Size(max = 200) Map<@Pattern(regexp = "[A-Z]{3}", message = "must be ISO 4217 codes") String, @NotNull @PositiveOrZero Long> amountsAbove,
    @NotNull Boolean firstOrder,
    @NotNull @Size(max = 250) Set<@NotNull @Pattern(regexp = "[A-Z]{2}", message = "must be ISO 3166-1 codes") String> homeCountries,
    @NotNull @Min(0) @Max(100) Integer confidenceBelow,
    @NotNull @Min(1) @Max(2_592_000) Integer expirySeconds,
    @NotNull Expiry onExpiry) implements Outcome {

  /** What becomes of an order that nobody looked at in time. */
  public enum Expiry { APPROVE, REJECT }

  static final String AMOUNT = "amount";
  static final String FIRST_ORDER = "first-order";
  static final String COUNTRY = "country";
  static final String CONFIDENCE = "confidence";
  static final String REQUESTED = "requested";
  static final String DISPUTED = "disputed";

  boolean concerns(Order order, Certainty certainty) {
    return concerns(order) || certainty.disputed() || isTooLow(certainty) && certainty.proposed();
  }

  boolean concerns(Order order) {
    return order.isReviewRequested() || fulfilments.contains(order.fulfilment().type());
  }

  /** Why a person has to look at the order; nothing if nobody has to. @param first whether it is its customer's first */
  List<String> reasons(Order order, boolean first, Certainty certainty) {
    var reasons = new ArrayList<String>();
    if (order.isReviewRequested()) {
      reasons.add(REQUESTED);
    }
    var concerned = fulfilments.contains(order.fulfilment().type());
    if (concerned) {
      var total = order.charges().total();
      var most = amountsAbove.get(total.currency());
      if (most != null && total.amount() > most) {
        reasons.add(AMOUNT);
      }
      if (firstOrder && first) {
        reasons.add(FIRST_ORDER);
      }
      if (order.fulfilment().address() != null && isAbroad(order.fulfilment().address())) {
        reasons.add(COUNTRY);
      }
    }
    if (isTooLow(certainty) && (concerned || certainty.proposed())) {
      reasons.add(CONFIDENCE);
    }
    if (certainty.disputed()) {
      reasons.add(DISPUTED);
    }
    return reasons;
  }

  private boolean isTooLow(Certainty certainty) {
    return certainty.percent() < confidenceBelow;
  }

  boolean isAbroad(Address address) {
    return address.country() != null && !homeCountries.isEmpty() && !homeCountries.contains(address.country());
  }

  Duration expiry() {
    return Duration.ofSeconds(expirySeconds);
  }
}
