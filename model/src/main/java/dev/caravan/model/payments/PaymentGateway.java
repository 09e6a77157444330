package dev.caravan.model.payments;

import dev.caravan.model.Money;

/**
 * The outside party that moves the money. Every call carries the payment's key: the same key again is the same payment,
 * and answers what it answered before. A key that was cancelled can never be authorized afterwards.
 */
public interface PaymentGateway {

  /** What the gateway says. */
  sealed interface Answer {

    record Done() implements Answer {}

    /** @param code stable, kebab-case, such as {@code insufficient-funds} */
    record Declined(String code) implements Answer {}

    /** No answer, or none that says what happened: ask again with the same key. */
    record Unknown(String why) implements Answer {}
  }

  /** Holds the money on the customer's side. */
  Answer authorize(String key, Money amount, String method);

  /** Takes the money that is held. */
  Answer capture(String key);

  /** Gives up what is held, or makes sure that nothing ever will be. */
  Answer cancel(String key);
}
