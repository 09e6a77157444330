package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.caravan.model.Ids;
import dev.caravan.model.Refusal;
import dev.caravan.model.Words;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** An order that is to be sent, in its short form: whatever it leaves out is the house's {@link Defaults}. */
public record Start(
    @JsonAlias("initial_address") @Valid @Nullable Address initialAddress,
    @JsonAlias("customer_id") @Pattern(regexp = Ids.CHOSEN, message = "must match " + Ids.CHOSEN) @Nullable String customerId,
    @Size(min = 1, max = 2000) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String text,
    @Size(min = 1, max = 50) @Nullable List<NewOrder.@Valid @NotNull Line> items,
    @Valid NewOrder.@Nullable Payment payment,
    @Size(min = 1, max = 5) @Nullable List<@NotNull @Pattern(regexp = NewOrder.SKU, message = "must match " + NewOrder.SKU) String> carriers,
    @JsonAlias("deadline_seconds") @Nullable Integer deadlineSeconds,
    @Nullable Boolean review,
    @Size(max = 500) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String note) {

  /**
   * What a shop takes an order to mean that does not say.
   *
   * @param address the house's own, where the order is kept until it is sent on
   * @param sku of which one is ordered
   */
  public record Defaults(String customerId, String paymentMethod, String sku, Address address) {}

  /** A refusal of the order that this was a short form of, by the name that the field has here. */
  static Refusal inShort(Refusal refusal) {
    return refusal.field() == null ? refusal : Refusal.of(refusal.code(),
        refusal.field().replace("fulfilment.address", "initialAddress").replace("fulfilment.", ""), refusal.detail());
  }

  NewOrder with(Defaults defaults) {
    var lines = items == null && text == null
        ? List.of(new NewOrder.Line(defaults.sku(), 1, null, null, null, null, null)) : items;
    return new NewOrder(
        customerId == null ? defaults.customerId() : customerId, text, lines,
        new NewOrder.Way(Fulfilment.Type.SHIPMENT, initialAddress == null ? defaults.address() : initialAddress, null, null, carriers),
        payment == null ? new NewOrder.Payment(defaults.paymentMethod()) : payment, null, note, deadlineSeconds, review, null);
  }
}
