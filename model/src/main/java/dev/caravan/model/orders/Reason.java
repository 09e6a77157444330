package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * Why an order did not end well.
 *
 * @param code stable, kebab-case
 * @param detail one sentence for the customer
 * @param missing what was short, where stock was
 * @param understood the parts of the text that were understood, where the text was not
 * @param notUnderstood the parts of the text that were not
 * @param readBy who read the text
 * @param fallback why a language model that was set up had no say in it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Reason(
    String code, String detail, List<Missing> missing, List<String> understood, List<String> notUnderstood,
    @Nullable String readBy, @Nullable String fallback) {

  /** How much of an ingredient an order needs and how much there is, in the ingredient's unit. */
  public record Missing(String ingredient, long needed, long available) {}

  public static final String CANCELLED_BY_CUSTOMER = "cancelled-by-customer";

  /** Somebody else than the customer called the order off. */
  public static final String CANCELLED = "cancelled";

  public static final Reason DEADLINE_EXCEEDED =
      of("deadline-exceeded", "The order could not be done within its deadline; everything was taken back.");

  public static final Reason PLACEMENT_TIMEOUT =
      of("placement-timeout", "The order could not be placed in time; nothing was taken.");

  private static final Set<String> CANCELLING = Set.of(CANCELLED_BY_CUSTOMER, CANCELLED, DEADLINE_EXCEEDED.code());

  public Reason {
    missing = missing == null ? List.of() : missing;
    understood = understood == null ? List.of() : understood;
    notUnderstood = notUnderstood == null ? List.of() : notUnderstood;
  }

  /** Whether somebody called the order off, or its deadline, rather than that it could not be placed. */
  boolean cancels() {
    return CANCELLING.contains(code);
  }

  public static Reason of(String code, String detail) {
    return new Reason(code, detail, List.of(), List.of(), List.of(), null, null);
  }

  public static Reason outOfStock(List<Missing> missing) {
    return new Reason("out-of-stock", "There is not enough of what this order needs.", missing, List.of(), List.of(), null, null);
  }

  public static Reason notUnderstood(
      List<String> understood, List<String> notUnderstood, @Nullable String readBy, @Nullable String fallback) {
    return new Reason("not-understood", "Some of the text was not understood, so nothing was ordered.",
        List.of(), understood, notUnderstood, readBy, fallback);
  }
}
