package dev.caravan.routes;

import static org.apache.camel.builder.Builder.constant;
import static org.apache.camel.builder.Builder.header;

import org.apache.camel.Predicate;
import org.apache.camel.builder.PredicateBuilder;

/** What the journey asks of a fact, in words. */
public final class Facts {

  private Facts() {}

  /** One of these has just become true. */
  public static Predicate fact(String... types) {
    return header("fact").in((Object[]) types);
  }

  /** One of these has just become true, and the condition holds. */
  public static Predicate fact(String type, Predicate condition) {
    return PredicateBuilder.and(fact(type), condition);
  }

  /** The fact is published on this topic. */
  public static Predicate on(String topic) {
    return header("topics").contains(topic);
  }

  /** A runner brings the order. */
  public static Predicate courier() {
    return header("fulfilment").isEqualTo("COURIER");
  }

  /** The customer collects the order at the counter. */
  public static Predicate pickup() {
    return header("fulfilment").isEqualTo("PICKUP");
  }

  /** A carrier sends the order. */
  public static Predicate shipment() {
    return header("fulfilment").isEqualTo("SHIPMENT");
  }

  /** Nobody has to look at the order before it is placed. */
  public static Predicate admitted() {
    return header("admitted").isEqualTo(true);
  }

  /** The order came in the customer's own words. */
  public static Predicate freeText() {
    return header("freeText").isEqualTo(true);
  }

  /** The order was turned back while its saga was placing it. */
  public static Predicate placing() {
    return header("placing").isEqualTo(true);
  }

  /** The timer that fired is of this kind. */
  public static Predicate kind(String kind) {
    return header("kind").isEqualTo(kind);
  }

  /** The task comes back. */
  public static Predicate recurring() {
    return header("recurring").isEqualTo(true);
  }

  /** The house itself needed the task done, for this. */
  public static Predicate duty(String duty) {
    return header("duty").isEqualTo(duty);
  }

  /** A setting that is {@code true} or {@code false}. */
  public static Predicate setting(String placeholder) {
    return PredicateBuilder.isEqualTo(constant(placeholder), constant("true"));
  }
}
