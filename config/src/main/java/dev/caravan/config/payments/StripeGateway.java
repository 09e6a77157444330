package dev.caravan.config.payments;

import com.github.f4b6a3.uuid.util.UuidUtil;
import com.stripe.StripeClient;
import com.stripe.exception.ApiException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.CaptureMethod;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.service.PaymentIntentService;
import com.stripe.service.RefundService;
import dev.caravan.model.Money;
import dev.caravan.model.payments.PaymentGateway;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Stripe, by PaymentIntents that are confirmed as they are made and captured later; the method is the id of a Stripe
 * PaymentMethod. References are ids of intents, of refunds for {@link #refund}, and the payment's own key where there is
 * nothing to cancel.
 *
 * <p>Stripe repeats its first answer to a key for a day. So what it repeats is what was true then, and is asked for again;
 * and a payment that is nearly a day old is looked for instead of being made. How old it is says its key, a UUID version 7.
 */
public final class StripeGateway implements PaymentGateway {

  /** In the metadata of an intent and of its charge: the payment's key. */
  static final String PAYMENT = "caravan_payment";

  private static final String REFUND = "caravan_refund";

  /** How long nothing is made twice: Stripe forgets keys after 24 hours. */
  private static final Duration REMEMBERED = Duration.ofHours(23);

  /** When everything that was made in time is found: Stripe's search may be an hour late. */
  private static final Duration FOUND = Duration.ofHours(24);

  private static final long REFUNDS_OF_ONE_PAYMENT = 100;

  private final PaymentIntentService intents;
  private final RefundService refunds;
  private final Clock clock;

  public StripeGateway(StripeClient stripe, Clock clock) {
    this.intents = stripe.v1().paymentIntents();
    this.refunds = stripe.v1().refunds();
    this.clock = clock;
  }

  @Override
  public Answer authorize(Charge charge) {
    return withIntent(charge, this::authorized);
  }

  @Override
  public Answer capture(Charge charge, Money amount) {
    var units = StripeAmount.of(amount);
    if (units.isEmpty()) {
      return StripeFailures.AMOUNT_NOT_SUPPORTED;
    }
    var intent = intentOf(charge);
    return intent instanceof Answer.Done known
        ? ask(() -> capture(charge.key(), known.reference(), units.get().units())) : intent;
  }

  @Override
  public Answer cancel(Charge charge) {
    var intent = intentOf(charge);
    if (intent instanceof Answer.Done known) {
      return ask(() -> giveUp(known.reference()));
    }
    return intent instanceof Answer.Declined ? new Answer.Done(charge.key()) : intent;
  }

  @Override
  public Answer refund(String key, Charge charge, Money amount) {
    var units = StripeAmount.of(amount);
    if (units.isEmpty()) {
      return StripeFailures.AMOUNT_NOT_SUPPORTED;
    }
    var intent = intentOf(charge);
    return intent instanceof Answer.Done known ? ask(() -> refund(key, known.reference(), units.get().units())) : intent;
  }

  private Answer authorized(PaymentIntent intent) throws StripeException {
    return switch (intent.getStatus()) {
      case "requires_capture", "succeeded" -> new Answer.Done(intent.getId());
      case "requires_payment_method" -> {
        var error = intent.getLastPaymentError();
        yield error == null ? StripeFailures.declined(null, null) : StripeFailures.declined(error.getDeclineCode(), error.getCode());
      }
      // Nobody is there to whom the bank could put its question.
      case "requires_action" -> giveUp(intent.getId()) instanceof Answer.Done
          ? new Answer.Declined("authentication-required") : standsAt(intent);
      case "canceled" -> new Answer.Declined("cancelled");
      default -> standsAt(intent);
    };
  }

  private Answer capture(String key, String id, long units) throws StripeException {
    var params = PaymentIntentCaptureParams.builder().setAmountToCapture(units).build();
    try {
      return captured(intents.capture(id, params, under(key + ":capture")), units);
    } catch (ApiException | CardException | InvalidRequestException e) {
      var intent = intents.retrieve(id);
      if (intent.getStatus().equals("requires_capture")) {
        throw e;
      }
      return captured(intent, units);
    }
  }

  private static Answer captured(PaymentIntent intent, long units) {
    return switch (intent.getStatus()) {
      case "succeeded" -> intent.getAmountReceived() == units
          ? new Answer.Done(intent.getId()) : new Answer.Declined("captured-otherwise");
      case "canceled" -> new Answer.Declined("cancelled");
      case "requires_payment_method", "requires_confirmation", "requires_action" -> new Answer.Declined("not-authorized");
      default -> standsAt(intent);
    };
  }

  /** Without a key: it can be cancelled but once, and a refusal that is repeated says nothing about now. */
  private Answer giveUp(String id) throws StripeException {
    PaymentIntent intent;
    try {
      intent = intents.cancel(id);
    } catch (InvalidRequestException e) {
      if (!StripeFailures.UNEXPECTED_STATE.equals(e.getCode())) {
        throw e;
      }
      intent = intents.retrieve(id);
    }
    return switch (intent.getStatus()) {
      case "canceled" -> new Answer.Done(id);
      case "succeeded" -> new Answer.Declined("captured");
      default -> standsAt(intent);
    };
  }

  /** Looks first: Stripe's list says what is, however long ago it was asked for. */
  private Answer refund(String key, String id, long units) throws StripeException {
    var known = refundOf(key, id);
    if (known.isPresent()) {
      return refunded(known.get());
    }
    var params = RefundCreateParams.builder().setPaymentIntent(id).setAmount(units).putMetadata(REFUND, key).build();
    try {
      return refunded(refunds.create(params, under(key)));
    } catch (InvalidRequestException e) {
      if (StripeFailures.UNEXPECTED_STATE.equals(e.getCode())) {
        return new Answer.Declined("not-captured");
      }
      if (!StripeFailures.ALREADY_REFUNDED.equals(e.getCode())) {
        throw e;
      }
      return refunded(refundOf(key, id).orElseThrow(() -> e));
    }
  }

  private Optional<Refund> refundOf(String key, String id) throws StripeException {
    var params = RefundListParams.builder().setPaymentIntent(id).setLimit(REFUNDS_OF_ONE_PAYMENT).build();
    return refunds.list(params).getData().stream()
        .filter(refund -> refund.getMetadata() != null && key.equals(refund.getMetadata().get(REFUND))).findFirst();
  }

  private static Answer refunded(Refund refund) {
    return switch (refund.getStatus()) {
      case "succeeded", "pending" -> new Answer.Done(refund.getId());
      case "failed" -> StripeFailures.declined(refund.getFailureReason(), "failed");
      case "canceled" -> new Answer.Declined("cancelled");
      default -> new Answer.Unknown("the refund is " + refund.getStatus());
    };
  }

  /** The intent of the payment by its id, wherever it stands; declined where there is none, nor will be. */
  private Answer intentOf(Charge charge) {
    return charge.reference() == null
        ? withIntent(charge, intent -> new Answer.Done(intent.getId())) : new Answer.Done(charge.reference());
  }

  /** The payment's intent as it stands now, made if there never was one. */
  private Answer withIntent(Charge charge, Question question) {
    return ask(() -> {
      if (charge.reference() != null) {
        return question.about(intents.retrieve(charge.reference()));
      }
      var amount = StripeAmount.of(charge.amount());
      if (amount.isEmpty()) {
        return StripeFailures.AMOUNT_NOT_SUPPORTED;
      }
      var age = Duration.between(UuidUtil.getInstant(UUID.fromString(charge.key())), clock.instant());
      if (age.compareTo(REMEMBERED) < 0) {
        return question.about(make(charge, amount.get()));
      }
      var found = find(charge.key());
      if (found.isPresent()) {
        return question.about(found.get());
      }
      return age.compareTo(FOUND) < 0 ? new Answer.Unknown("Stripe may not find it yet") : new Answer.Declined("expired");
    });
  }

  private PaymentIntent make(Charge charge, StripeAmount amount) throws StripeException {
    var params = PaymentIntentCreateParams.builder()
        .setAmount(amount.units()).setCurrency(amount.currency().toLowerCase(Locale.ROOT))
        // Cards are held at once, without leading the customer to another page, whatever the Dashboard offers besides.
        .addPaymentMethodType("card").setPaymentMethod(charge.method())
        .setConfirm(true).setCaptureMethod(CaptureMethod.MANUAL).putMetadata(PAYMENT, charge.key()).build();
    try {
      var intent = intents.create(params, under(charge.key() + ":authorize"));
      return intent.getLastResponse().headers().firstValue("Idempotent-Replayed").isPresent()
          ? intents.retrieve(intent.getId()) : intent;
    } catch (ApiException | IdempotencyException e) {
      // Under the same key Stripe repeats a failure too, even one that came after the money was held.
      return find(charge.key()).orElseThrow(() -> e);
    }
  }

  private Optional<PaymentIntent> find(String key) throws StripeException {
    var params = PaymentIntentSearchParams.builder().setQuery("metadata['" + PAYMENT + "']:'" + key + "'").build();
    var found = intents.search(params).getData();
    return found.isEmpty() ? Optional.empty() : Optional.of(intents.retrieve(found.get(0).getId()));
  }

  private static Answer standsAt(PaymentIntent intent) {
    return new Answer.Unknown("the payment intent is " + intent.getStatus());
  }

  private static RequestOptions under(String key) {
    return RequestOptions.builder().setIdempotencyKey(key).build();
  }

  private interface Call {
    Answer put() throws StripeException;
  }

  private interface Question {
    Answer about(PaymentIntent intent) throws StripeException;
  }

  private static Answer ask(Call call) {
    try {
      return call.put();
    } catch (StripeException e) {
      return StripeFailures.answer(e);
    }
  }
}
