package dev.caravan.model.notifications;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.caravan.model.events.Event;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The topics that a webhook may subscribe to, each with the facts that the relay publishes on it. */
public enum Topic {
  ORDER_EVENTS("order-events", fact -> fact.data().get(Event.ORDER_ID) != null && !fact.data().containsKey(Event.TASK_ID)),
  ORDER_UPDATES("order-updates", fact -> fact.type().equals("order.received") || fact.data().containsKey(Event.FORMER_STATUS)),
  PAYMENT_EVENTS("payment-events", fact -> startsWith(fact, "payment.", "escrow.")),
  INVENTORY_EVENTS("inventory-events", fact -> startsWith(fact, "stock.")),
  TASK_EVENTS("task-events", fact -> startsWith(fact, "task.", "schedule.")),
  TASK_UPDATES("task-updates", fact -> fact.data().containsKey(Event.TASK)),
  REMINDERS("reminders", fact -> startsWith(fact, "reminder.")),
  USER_EVENTS("user-events", fact -> startsWith(fact, "user.")),
  TIMER_EVENTS("timer-events", fact -> fact.type().equals("timer.fired"));

  private final String address;
  private final Predicate<Event> carries;

  Topic(String address, Predicate<Event> carries) {
    this.address = address;
    this.carries = carries;
  }

  /** Where a fact is published; nowhere, if it is nobody's business outside. */
  public static List<Topic> of(Event fact) {
    return Arrays.stream(values()).filter(topic -> topic.carries.test(fact)).toList();
  }

  private static boolean startsWith(Event fact, String... prefixes) {
    return Arrays.stream(prefixes).anyMatch(fact.type()::startsWith);
  }

  /** Its name on the broker. */
  @JsonValue
  @Override
  public String toString() {
    return address;
  }
}
