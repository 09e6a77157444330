package dev.caravan.model.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Money;
import dev.caravan.model.Outcome;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** What was charged for an order and who got it: computed from the ledger, so it adds up to the minor unit. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Receipt(
    String number, String orderId, String customerId, String status, Instant issuedAt, @Nullable String store,
    @Nullable String runnerId, List<Line> lines, Money goods, Money deliveryFee, Money platformFee, Money tip,
    Money charged, Money refunded, Money paid) implements Outcome {

  /** @param unitPrice null where only the sum of all goods is known */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Line(String name, int quantity, @Nullable Money unitPrice) {}
}
