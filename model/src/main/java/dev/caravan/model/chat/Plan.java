package dev.caravan.model.chat;

import dev.caravan.model.Money;
import dev.caravan.model.orders.NewOrder;

/** What an intent comes to, before anything has changed. */
sealed interface Plan {

  /** There is nothing to be done, or no way to do it. */
  record Nothing(Reply reply) implements Plan {}

  record Change(Deed deed) implements Plan {}

  /** @param summary what is ordered, for how much */
  record Purchase(NewOrder order, Money total, String summary) implements Plan {}
}
