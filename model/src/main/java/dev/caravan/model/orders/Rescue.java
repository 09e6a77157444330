package dev.caravan.model.orders;

import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.events.Inbox;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;

import java.util.Map;
import java.util.Objects;

/** An operator has looked after an order that did not go on by itself. */
@Named("rescue")
public class Rescue {

  static final String RETRIED = "order.retried";
  private static final String SUBSCRIBER = "orders";

  private final Orders orders;
  private final Cancellation cancellation;
  private final EventLog events;
  private final Inbox inbox;

  public Rescue(Orders orders, Cancellation cancellation, EventLog events, Inbox inbox) {
    this.orders = orders;
    this.cancellation = cancellation;
    this.events = events;
    this.inbox = inbox;
  }

  /** Does what the operator decided, once. @param seq of the fact that tells it */
  @Transactional
  public void decided(long seq) {
    var fact = events.at(seq);
    var order = orders.lock(Objects.requireNonNull(fact.text(Event.ABOUT)));
    if (!inbox.takesIn(SUBSCRIBER, fact.id())) {
      return;
    }
    switch (String.valueOf(fact.text(Event.OUTCOME))) {
      case "cancel" -> cancellation.cancel(order.id(), new Cancellation.Signal(fact.text("note"), fact.actor()));
      case "retry" -> {
        orders.noted(order, RETRIED, Map.of(), fact.actor());
        events.publishAgain(order.fact());
      }
      default -> { }
    }
  }
}
