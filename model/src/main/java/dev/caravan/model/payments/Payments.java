package dev.caravan.model.payments;

import dev.caravan.model.orders.Step;
import dev.caravan.model.payments.PaymentGateway.Answer;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

/**
 * An order's money: held while the order is placed, put in escrow, taken when a runner accepts or the goods are handed
 * over, paid out when it is done, given back when it fails. Every call to the gateway stands between two transactions.
 */
@Named("payments")
public class Payments {

  private final PaymentIntents intents;
  private final Escrows escrows;
  private final Refunds refunds;
  private final PaymentGateway gateway;

  public Payments(PaymentIntents intents, Escrows escrows, Refunds refunds, PaymentGateway gateway) {
    this.intents = intents;
    this.escrows = escrows;
    this.refunds = refunds;
    this.gateway = gateway;
  }

  public void hold(String orderId) {
    intents.toAuthorize(orderId, Step.HOLD_PAYMENT).ifPresent(payment ->
        intents.authorized(orderId, gateway.authorize(payment.charge())));
  }

  /** Takes what an agreed price is above what is in escrow. */
  public void chargeMore(String orderId) {
    intents.toAuthorize(orderId, Step.CHARGE_MORE).ifPresent(payment -> {
      var answer = gateway.authorize(payment.charge());
      if (answer instanceof Answer.Done held) {
        intents.chargedMore(orderId, gateway.capture(payment.charge(held.reference()), payment.amount()), held.reference());
      } else {
        intents.chargedMore(orderId, answer, null);
      }
    });
  }

  /** Undoes {@link #hold}: a short local transaction; {@link #voidHold} then tells the gateway. */
  public void startVoiding(String orderId, @Nullable String saga) {
    intents.startVoiding(orderId, saga);
  }

  /** Has the gateway give up what it holds, but for what is due of it; asked again by timer until it has. */
  public void voidHold(String orderId) {
    intents.toVoid(orderId).ifPresent(payment -> {
      var due = intents.dueOf(orderId, payment);
      var answer = due.amount() > 0 ? gateway.capture(payment.charge(), due) : gateway.cancel(payment.charge());
      if (answer instanceof Answer.Declined declined && declined.code().equals(PaymentGateway.CAPTURED)) {
        intents.capturedAfterAll(orderId);
      } else if (!(answer instanceof Answer.Done)) {
        intents.notVoided(orderId);
      } else if (due.amount() > 0) {
        intents.capturedInPart(orderId, due);
      } else {
        intents.voided(orderId);
      }
    });
  }

  public void placeInEscrow(String orderId) {
    escrows.place(orderId);
  }

  /** Undoes {@link #placeInEscrow}. */
  public void returnEscrow(String orderId, @Nullable String saga) {
    escrows.giveBack(orderId, saga);
  }

  /** Takes what is held, if that is due. */
  public void capture(String orderId) {
    intents.toCapture(orderId).ifPresent(payment ->
        intents.captured(orderId, gateway.capture(payment.charge(), payment.amount())));
  }

  /** Gives back what is in escrow above the final price. */
  public void adjust(String orderId) {
    escrows.adjust(orderId);
  }

  /** Pays everybody's share out; takes the money first where that has not been done. @param saga or null */
  public void release(String orderId, @Nullable String saga) {
    capture(orderId);
    escrows.release(orderId, saga);
  }

  /** Undoes {@link #release}. */
  public void takeBack(String orderId, String saga) {
    escrows.takeBack(orderId, saga);
  }

  /** Gives back what was promised back; what the gateway does not answer to is asked again by timer. */
  public void refund(String orderId) {
    refunds.due(orderId).forEach(due ->
        refunds.answered(orderId, due, gateway.refund(due.key(), due.charge(), due.amount())));
  }
}
