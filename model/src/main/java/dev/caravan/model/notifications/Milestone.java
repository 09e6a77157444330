package dev.caravan.model.notifications;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The facts that a customer is told of, and how. */
enum Milestone {
  RECEIVED("order.received", data -> "We have your order."),
  CONFIRMED("order.confirmed", data -> "Your order is paid for and on its way to the kitchen."),
  READY("order.ready", data -> "Your order is ready to be collected."),
  COMPLETED("order.completed", data -> "Enjoy! Your order is complete."),
  REJECTED("order.rejected", data -> "Your order could not be placed. " + detail(data)),
  CANCELLED("order.cancelled", data -> "Your order was cancelled and your money returned. " + detail(data));

  private final String fact;
  private final Function<Map<?, ?>, String> words;

  Milestone(String fact, Function<Map<?, ?>, String> words) {
    this.fact = fact;
    this.words = words;
  }

  static Optional<Milestone> of(String fact) {
    return Arrays.stream(values()).filter(milestone -> milestone.fact.equals(fact)).findFirst();
  }

  String words(Map<?, ?> data) {
    return words.apply(data);
  }

  private static String detail(Map<?, ?> data) {
    return data.get("reason") instanceof Map<?, ?> reason ? String.valueOf(reason.get("detail")) : "";
  }
}
