package dev.caravan.model.orders;

import org.jspecify.annotations.Nullable;

/** What has to happen next to an order. Follows from where it stands and what it holds; stored nowhere. */
public enum Step {
  ANALYZE, REVIEW("reviewer"), PLACE, RESERVE, SUBSTITUTE, HOLD_PAYMENT, PLACE_IN_ESCROW, CONFIRM, CONSUME_STOCK, PREPARE,
  FINISH("kitchen"), COLLECT("customer"),
  OFFER, ACCEPT("runner"), OPEN_ACCEPTANCE, CAPTURE, CONFIRM_ACCEPTANCE,
  ARRIVE("runner"), PURCHASE("runner"), APPROVE("customer"), CHARGE_MORE, PICK_UP("runner"), SET_OUT("runner"),
  DELIVER("runner"), CONFIRM_DELIVERY("customer"), OPEN_COMPLETION,
  SHIP, PACK, DISPATCH,
  RELEASE_ESCROW, DISCHARGE_RUNNER, VOID_PAYMENT, COMPLETE, UNDO, NONE;

  private final @Nullable String waitingFor;

  Step() {
    this.waitingFor = null;
  }

  Step(String waitingFor) {
    this.waitingFor = waitingFor;
  }

  /** The people who have to act, or null where Caravan itself does. */
  public @Nullable String waitingFor() {
    return waitingFor;
  }
}
