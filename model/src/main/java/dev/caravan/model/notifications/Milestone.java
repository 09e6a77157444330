package dev.caravan.model.notifications;


import dev.caravan.model.Money;
import dev.caravan.model.events.Event;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The facts that a user is told of, who is told, and how. */
public enum Milestone {
  ORDER_CREATED("order.received", "We have your order."),
  PENDING_PAYMENT("payment.pending", Who.CUSTOMER_OF_COURIER, data -> "Your payment is being made."),
  PAYMENT_AUTHORIZED("payment.authorized", Who.CUSTOMER_OF_COURIER, data -> "Your payment is authorized."),
  ESCROW_PLACED("escrow.placed", Who.CUSTOMER_OF_COURIER, data -> "Your money is kept safe until you have your order."),
  ORDER_CONFIRMED("order.confirmed", "Your order is confirmed and paid for."),
  ORDER_IN_REVIEW("order.review.requested", "Somebody has a look at your order first."),
  ADDRESS_UPDATED("order.address.updated", "Your order goes to its new address."),
  ORDER_SHIPPED("order.shipped", Who.CUSTOMER, data -> "Your order is on its way to you; its tracking number is " + data.get("trackingNumber") + "."),
  ORDER_READY("order.ready", Who.CUSTOMER_AT_COUNTER, data -> "Your order is ready at the counter."),
  ORDER_AVAILABLE("order.available", "Your order waits for a runner."),
  ORDER_ACCEPTED("order.accepted", "A runner has taken your order on."),
  ACCEPTANCE_CANCELLED("order.acceptance.cancelled", "Your runner has given your order back; it waits for another one."),
  ORDER_ON_SITE("order.on-site", "Your runner is at the shop."),
  ORDER_PURCHASED("order.purchased", "Your runner has bought what you ordered."),
  ORDER_COLLECTED("order.collected", Who.CUSTOMER_OF_COURIER, data -> "Your runner has your order."),
  ORDER_ON_THE_WAY("order.on-the-way", "Your order is on its way to you; have its code ready."),
  ORDER_DELIVERED("order.delivered", "Your order is delivered."),
  CUSTOMER_UNREACHABLE("order.customer-unreachable", "Your runner cannot reach you."),
  APPROVAL_REQUESTED("order.approval.requested", Who.CUSTOMER, data -> Objects.toString(data.get("question"), "Your runner has a question.")),
  SUBSTITUTES_PROPOSED("order.substitution.proposed", Who.CUSTOMER, data -> Objects.toString(data.get("question"), "The kitchen has a question.")),
  PAYMENT_REFUNDED("payment.refunded", Who.CUSTOMER, data -> amount(data) + " was returned to you."),
  ORDER_COMPLETED("order.completed", "Enjoy! Your order is complete."),
  ORDER_REJECTED("order.rejected", Who.CUSTOMER, data -> "Your order could not be placed. " + detail(data)),
  ORDER_CANCELLED("order.cancelled", Who.CUSTOMER, data -> "Your order was cancelled; what was not spent of your money is returned. " + detail(data)),
  RUNNER_PAID("order.completed", Who.RUNNER, data -> "The order is complete and you are paid. Thank you!"),
  JOB_ENDED("order.cancelled", Who.RUNNER, data -> "The order was cancelled; there is nothing left for you to do."),
  REMINDER("reminder.triggered", Who.NAMED, data -> "Reminder: " + data.get("title") + due(data));

  /** Whom a milestone is told to. */
  private enum Who {
    CUSTOMER(data -> one(data.get("customerId"))),
    CUSTOMER_AT_COUNTER(data -> "PICKUP".equals(data.get("fulfilment")) ? one(data.get("customerId")) : List.of()),
    /** At the counter these would only be noise. */
    CUSTOMER_OF_COURIER(data -> "COURIER".equals(data.get("fulfilment")) ? one(data.get("customerId")) : List.of()),
    RUNNER(data -> one(data.get("runnerId"))),
    /** Those whom the fact itself names. */
    NAMED(data -> data.get("users") instanceof List<?> users ? users.stream().map(String::valueOf).distinct().toList() : List.of());

    private final Function<Map<?, ?>, List<String>> ids;

    Who(Function<Map<?, ?>, List<String>> ids) {
      this.ids = ids;
    }

    private static List<String> one(@Nullable Object id) {
      return id == null ? List.of() : List.of(id.toString());
    }
  }

  private final String fact;
  private final Who who;
  private final Function<Map<?, ?>, String> words;

  Milestone(String fact, String words) {
    this(fact, Who.CUSTOMER, data -> words);
  }

  Milestone(String fact, Who who, Function<Map<?, ?>, String> words) {
    this.fact = fact;
    this.who = who;
    this.words = words;
  }

  /** What a fact is: often nothing, sometimes one thing for the customer and another for the runner. */
  static List<Milestone> of(Event fact) {
    return Arrays.stream(values())
        .filter(milestone -> milestone.fact.equals(fact.type()) && !milestone.users(fact).isEmpty()).toList();
  }

  /** Ids of those who are told. */
  List<String> users(Event fact) {
    return who.ids.apply(fact.data());
  }

  String words(Event fact) {
    return words.apply(fact.data());
  }

  /** Whether somebody is told of this fact. */
  public static boolean isOne(Event fact) {
    return !of(fact).isEmpty();
  }

  private static String due(Map<?, ?> data) {
    var due = data.get("dueAt") == null ? data.get("dueDate") : data.get("dueAt");
    return due == null ? "" : ", due " + due;
  }

  private static String amount(Map<?, ?> data) {
    return data.get("amount") instanceof Map<?, ?> money && money.get("amount") instanceof Number amount
        ? new Money(amount.longValue(), String.valueOf(money.get("currency"))).written() : "Your money";
  }

  private static String detail(Map<?, ?> data) {
    return data.get("reason") instanceof Map<?, ?> reason ? String.valueOf(reason.get("detail")) : "";
  }
}
