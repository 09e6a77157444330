package dev.caravan.model.payments;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Money;
import dev.caravan.model.Outcome;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A payment as its reader sees it.
 *
 * @param amount what was to be held
 * @param code why it was declined
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentView(
    UUID id, String orderId, Payment.Status status, Money amount, Money captured, Money refunded, String method,
    @Nullable String code, Instant createdAt, Instant updatedAt) implements Outcome {

  public record All(List<PaymentView> payments) implements Outcome {}
}
