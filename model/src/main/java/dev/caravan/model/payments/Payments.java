package dev.caravan.model.payments;

import dev.caravan.model.payments.PaymentGateway.Answer;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

/** An order's money: held while the order is placed, put in escrow, taken when it is done, given up when it fails. */
@Named("payments")
public class Payments {

  private final PaymentIntents intents;
  private final PaymentGateway gateway;

  public Payments(PaymentIntents intents, PaymentGateway gateway) {
    this.intents = intents;
    this.gateway = gateway;
  }

  public void hold(String orderId) {
    intents.toAuthorize(orderId).ifPresent(payment ->
        intents.answered(orderId, gateway.authorize(payment.key(), payment.amount(), payment.method())));
  }

  /** Undoes {@link #hold}: a short local transaction; {@link #voidHold} then tells the gateway. */
  public void startVoiding(String orderId, @Nullable String saga) {
    intents.startVoiding(orderId, saga);
  }

  /** @throws GatewayUnavailable if the gateway does not say that it has given the payment up */
  public void voidHold(String orderId) {
    intents.toVoid(orderId).ifPresent(payment -> {
      insist(gateway.cancel(payment.key()), "cancel", payment);
      intents.voided(orderId);
    });
  }

  public void placeInEscrow(String orderId) {
    intents.placeInEscrow(orderId);
  }

  /** Undoes {@link #placeInEscrow}. */
  public void returnEscrow(String orderId, @Nullable String saga) {
    intents.returnEscrow(orderId, saga);
  }

  /** @throws GatewayUnavailable if the gateway does not say that it has taken the money */
  public void release(String orderId) {
    intents.toCapture(orderId).ifPresent(payment -> {
      insist(gateway.capture(payment.key()), "capture", payment);
      intents.captured(orderId);
    });
  }

  private static void insist(Answer answer, String verb, Payment payment) {
    if (!(answer instanceof Answer.Done)) {
      throw new GatewayUnavailable("could not " + verb + " payment " + payment.key() + ": " + answer);
    }
  }
}
