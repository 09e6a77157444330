package dev.caravan.model.live;

import dev.caravan.model.events.Event;

import java.util.Arrays;
import java.util.Optional;

/** What can be listened to live. */
public enum Topic {

  /** Facts that changed a task. */
  TASK_UPDATES("task-updates") {
    @Override
    public boolean carries(Event fact) {
      return fact.data().containsKey(Event.TASK);
    }
  },

  /** Facts that changed an order's status. */
  ORDER_UPDATES("order-updates") {
    @Override
    public boolean carries(Event fact) {
      return fact.type().equals("order.received") || fact.data().containsKey(Event.FORMER_STATUS);
    }
  };

  private final String address;

  Topic(String address) {
    this.address = address;
  }

  /** Whether the fact is told on this topic. */
  public abstract boolean carries(Event fact);

  /** The topic of this name, if it can be listened to. */
  static Optional<Topic> of(String address) {
    return Arrays.stream(values()).filter(topic -> topic.address.equals(address)).findFirst();
  }

  @Override
  public String toString() {
    return address;
  }
}
