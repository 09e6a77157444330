package dev.caravan.config.payments;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import dev.caravan.model.payments.PaymentGateway.Answer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Set;

/**
 * What it means when Stripe does not do what it was asked. Its own messages go nowhere: they may quote what was sent.
 *
 * @see <a href="https://docs.stripe.com/error-codes">Stripe: error codes</a>
 * @see <a href="https://docs.stripe.com/declines/codes">Stripe: decline codes</a>
 */
final class StripeFailures {

  static final Answer.Declined AMOUNT_NOT_SUPPORTED = new Answer.Declined("amount-not-supported");

  static final String UNEXPECTED_STATE = "payment_intent_unexpected_state";
  static final String ALREADY_REFUNDED = "charge_already_refunded";

  private static final Logger LOG = LoggerFactory.getLogger(StripeFailures.class);

  /** Invalid requests that are nobody's mistake: asked again, they are answered the same. */
  private static final Set<String> FINAL =
      Set.of(ALREADY_REFUNDED, "charge_disputed", "charge_expired_for_capture", "refund_disputed_payment");
  private static final Set<String> AMOUNTS = Set.of("amount", "amount_to_capture");

  /** Reasons that a customer must not be told, who may not be the owner of the card. */
  private static final Set<String> CONFIDENTIAL =
      Set.of("fraudulent", "lost_card", "merchant_blacklist", "pickup_card", "stolen_card");

  private StripeFailures() {}

  static Answer answer(StripeException failure) {
    if (failure instanceof CardException card) {
      return declined(card.getDeclineCode(), card.getCode());
    }
    if (failure instanceof InvalidRequestException invalid) {
      var code = failure.getCode() == null ? "" : failure.getCode();
      var field = invalid.getParam() == null ? "" : invalid.getParam();
      if (field.equals("payment_method")) {
        return new Answer.Declined("unknown-method");
      }
      if (AMOUNTS.contains(field) || code.startsWith("amount_too_")) {
        return AMOUNT_NOT_SUPPORTED;
      }
      if (FINAL.contains(code)) {
        return declined(null, code);
      }
    }
    var why = why(failure);
    if (failure instanceof InvalidRequestException || failure instanceof AuthenticationException
        || failure instanceof IdempotencyException) {
      LOG.error("Stripe does not take what it is sent: {}", why);
    }
    return new Answer.Unknown(why);
  }

  /** @param reason of the card's issuer, where it gave one */
  static Answer.Declined declined(@Nullable String reason, @Nullable String code) {
    var most = reason == null ? code : reason;
    if (most == null || CONFIDENTIAL.contains(most)) {
      return new Answer.Declined("generic-decline");
    }
    return new Answer.Declined(most.replace('_', '-'));
  }

  private static String why(StripeException failure) {
    if (failure instanceof ApiConnectionException) {
      return "Stripe did not answer" + (failure.getCause() == null ? "" : " (" + failure.getCause().getClass().getSimpleName() + ")");
    }
    var why = new StringBuilder("Stripe answered ").append(failure.getStatusCode());
    if (failure.getCode() != null) {
      why.append(' ').append(failure.getCode());
    }
    if (failure.getRequestId() != null) {
      why.append(", request ").append(failure.getRequestId());
    }
    return why.toString();
  }
}
