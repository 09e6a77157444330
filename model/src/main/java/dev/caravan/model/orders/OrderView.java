package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Money;
import dev.caravan.model.Outcome;
import dev.caravan.model.Versioned;
import dev.caravan.model.menu.Item;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** An order as its readers see it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OrderView(
    String id, String customerId, Status status, @Nullable String reason, @Nullable String detail,
    @Nullable String text, List<Item> items, List<Reason.Missing> missing, List<String> understood,
    List<String> notUnderstood, Fulfilment fulfilment, @Nullable Money total, @Nullable Charges charges,
    @Nullable Money maxTotal, @Nullable String runnerId, @Nullable Question question, @Nullable String carrier,
    @Nullable Instant deadline, @Nullable String note,
    Instant createdAt, Instant updatedAt, long version) implements Versioned {

  public static OrderView of(Order order) {
    var reason = order.reason();
    return new OrderView(
        order.id(), order.customerId(), order.status(), reason == null ? null : reason.code(),
        reason == null ? null : reason.detail(), order.text(), order.items(),
        reason == null ? List.of() : reason.missing(), reason == null ? List.of() : reason.understood(),
        reason == null ? List.of() : reason.notUnderstood(), order.fulfilment(), order.total(),
        order.total() == null ? null : order.charges(),
        order.total() == null || order.fulfilment().fromKitchen() ? null : order.limit(), order.runnerId(), order.question(),
        order.carrier(), order.deadline(), order.note(),
        order.createdAt(), order.updatedAt(), order.version());
  }

  /** Where the order stands, in short. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Short(
      String id, Status status, @Nullable String reason, Step nextStep, @Nullable String waitingFor, Health health, int attempt,
      @Nullable Instant deadline, Instant updatedAt)
      implements Outcome {

    static Short of(Order order, Health health) {
      var reason = order.reason();
      var next = order.nextStep();
      return new Short(order.id(), order.status(), reason == null ? null : reason.code(), next, next.waitingFor(),
          health, order.retries() + 1, order.deadline(), order.updatedAt());
    }
  }
}
