package dev.caravan.model.events;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The topics, each with the facts that are published on it. Every fact is on one at least. */
public enum Topic {
  ORDER_EVENTS("order-events", fact -> fact.data().get(Event.ORDER_ID) != null && !fact.data().containsKey(Event.TASK_ID)),
  /** Facts that changed an order's status. */
  ORDER_UPDATES("order-updates", fact -> fact.type().equals("order.received") || fact.data().containsKey(Event.FORMER_STATUS)),
  PAYMENT_EVENTS("payment-events", fact -> startsWith(fact, "payment.", "escrow.")),
  INVENTORY_EVENTS("inventory-events", fact -> startsWith(fact, "stock.")),
  /** Facts about tasks, whatever else they have to do with. */
  TASK_EVENTS("task-events", fact -> startsWith(fact, "task.", "schedule.")),
  /** Facts that changed a task. */
  TASK_UPDATES("task-updates", fact -> fact.data().containsKey(Event.TASK)),
  REMINDERS("reminders", fact -> startsWith(fact, "reminder.")),
  USER_EVENTS("user-events", fact -> startsWith(fact, "user.")),
  TIMER_EVENTS("timer-events", fact -> startsWith(fact, "timer.")),
  NOTIFICATION_EVENTS("notification-events", fact -> startsWith(fact, "notification.", "webhook.")),
  REVIEW_EVENTS("review-events", fact -> startsWith(fact, "review-policy."));

  private final String address;
  private final Predicate<Event> carries;

  Topic(String address, Predicate<Event> carries) {
    this.address = address;
    this.carries = carries;
  }

  /** Where a fact is published. */
  public static List<Topic> of(Event fact) {
    return Arrays.stream(values()).filter(topic -> topic.carries(fact)).toList();
  }

  /** The topic of this name. */
  public static Optional<Topic> of(String address) {
    return Arrays.stream(values()).filter(topic -> topic.address.equals(address)).findFirst();
  }

  /** Whether the fact is published on this topic. */
  public boolean carries(Event fact) {
    return carries.test(fact);
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
