package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Ids;
import dev.caravan.model.Money;
import dev.caravan.model.Words;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Size;
import dev.caravan.model.menu.Wish;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * What a customer sends: either words or items, and how to pay.
 *
 * @param text up to 2,000 characters in the customer's own words
 * @param items 1 to 50 lines
 * @param fulfilment pickup where it is left out
 * @param tip for the runner, in minor units of the goods' currency
 * @param deadlineSeconds in which an order that is sent has to have ended, from its receipt
 * @param review whether a person has to look at it whatever the policy says
 * @param substitutions what is to be done where something is short; as the house has it where this is left out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewOrder(
    @JsonAlias("customer_id") @NotNull @Pattern(regexp = Ids.CHOSEN, message = "must match " + Ids.CHOSEN) String customerId,
    @jakarta.validation.constraints.Size(min = 1, max = 2000) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN)
        @Nullable String text,
    @jakarta.validation.constraints.Size(min = 1, max = 50) @Nullable List<@Valid @NotNull Line> items,
    @Valid @Nullable Way fulfilment,
    @NotNull @Valid Payment payment,
    @Min(0) @Max(Item.MAX_ESTIMATE) @Nullable Long tip,
    @jakarta.validation.constraints.Size(max = 500) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN)
        @Nullable String note,
    @JsonAlias("deadline_seconds") @Nullable Integer deadlineSeconds,
    @Nullable Boolean review,
    @Nullable Substitutions substitutions) {

  static final String SKU = "[a-z0-9-]{1,64}";
  private static final String METHOD = "[A-Za-z0-9_-]{1,64}";

  /**
   * One line: a dish of the menu by its sku, or, at a store, anything by its name and what it may cost.
   *
   * @param size regular where it is left out
   * @param name what to buy at a store
   * @param estimate what the customer thinks that one of it costs there
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Line(
      @Pattern(regexp = SKU, message = "must match " + SKU) @Nullable String sku,
      @NotNull @Min(1) @Max(Item.MAX_QUANTITY) Integer quantity,
      @Nullable Size size,
      @jakarta.validation.constraints.Size(max = 10) @Nullable List<@NotNull @Pattern(regexp = SKU, message = "must match " + SKU) String> with,
      @jakarta.validation.constraints.Size(max = 10) @Nullable List<@NotNull @Pattern(regexp = SKU, message = "must match " + SKU) String> without,
      @jakarta.validation.constraints.Size(max = 80) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN)
          @Nullable String name,
      @Valid @Nullable Price estimate) {

    Wish wish() {
      return new Wish(Objects.requireNonNull(sku), size == null ? Size.REGULAR : size, quantity,
          with == null ? List.of() : with, without == null ? List.of() : without);
    }

    /** The line as an item of a store; {@code number} is its place in the order, from 1. */
    Item errand(int number) {
      var price = Objects.requireNonNull(estimate);
      return new Item(sku == null ? "item-" + number : sku, Objects.requireNonNull(name), Size.REGULAR, quantity,
          List.of(), List.of(), new Money(price.amount(), price.currency()));
    }
  }

  /** @param amount minor units */
  public record Price(
      @NotNull @Min(0) @Max(Item.MAX_ESTIMATE) Long amount,
      @NotNull @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code") String currency) {}

  /**
   * How it is to reach the customer.
   *
   * @param address where a courier brings or a carrier sends it
   * @param store where a runner buys it; the kitchen makes it where this is left out
   * @param maxTotal the most that an order from a store may cost with all fees, in minor units; the estimate where it is
   *     left out
   * @param carriers who may send it, in the order in which they are tried; the house's where this is left out
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Way(
      Fulfilment.@Nullable Type type,
      @Valid @Nullable Address address,
      @Pattern(regexp = SKU, message = "must match " + SKU) @Nullable String store,
      @Min(0) @Max(Item.MAX_ESTIMATE) @Nullable Long maxTotal,
      @jakarta.validation.constraints.Size(min = 1, max = 5) @Nullable List<@NotNull @Pattern(regexp = SKU, message = "must match " + SKU) String> carriers) {}

  /** How it is to be paid. */
  public record Payment(@NotNull @Pattern(regexp = METHOD, message = "must match " + METHOD) String method) {}
}
