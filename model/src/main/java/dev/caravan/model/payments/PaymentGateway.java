package dev.caravan.model.payments;

import dev.caravan.model.Money;
import org.jspecify.annotations.Nullable;

/**
 * The outside party that moves the money. Every call carries the payment's key: the same key again is the same payment,
 * and answers what it answered before. A key that was cancelled can never be authorized afterwards.
 */
public interface PaymentGateway {

  /** What the gateway says. */
  sealed interface Answer {
    /** @param reference what the gateway knows the deed by, to be kept with the payment */
    record Done(String reference) implements Answer {}

    /** @param code stable, kebab-case, such as {@code insufficient-funds} */
    record Declined(String code) implements Answer {}

    /** No answer, or none that says what happened: ask again with the same key. */
    record Unknown(String why) implements Answer {}
  }

  /** The code of a {@code cancel} that came too late: the money has been taken. */
  String CAPTURED = "captured";

  /**
   * A payment as the gateway has to know it.
   *
   * @param key of the payment: the same key again is the same payment
   * @param reference what the gateway answered when it authorized it; null while that is not known
   */
  record Charge(String key, Money amount, String method, @Nullable String reference) {}

  /** Holds the money on the customer's side. */
  Answer authorize(Charge charge);

  /** Takes the held money or a part of it and lets the rest go. @param amount at most what is held */
  Answer capture(Charge charge, Money amount);

  /** Gives up what is held, or makes sure that nothing ever will be, also where the answer to authorize never came. */
  Answer cancel(Charge charge);

  /** Gives back money that was taken. @param key of the refund: the same key again is the same refund */
  Answer refund(String key, Charge charge, Money amount);
}
