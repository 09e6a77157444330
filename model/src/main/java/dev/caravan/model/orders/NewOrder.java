package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonAlias;
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

/**
 * What a customer sends: either words or items, and how to pay.
 *
 * @param text up to 2,000 characters in the customer's own words
 * @param items 1 to 50 lines
 * @param fulfilment pickup where it is left out
 */
public record NewOrder(
    @JsonAlias("customer_id") @NotNull @Pattern(regexp = ID, message = "must match " + ID) String customerId,
    @jakarta.validation.constraints.Size(min = 1, max = 2000) @Pattern(regexp = TEXT, message = NO_CONTROLS)
        @Nullable String text,
    @jakarta.validation.constraints.Size(min = 1, max = 50) @Nullable List<@Valid @NotNull Line> items,
    @Valid @Nullable Way fulfilment,
    @NotNull @Valid Payment payment,
    @jakarta.validation.constraints.Size(max = 500) @Pattern(regexp = TEXT, message = NO_CONTROLS)
        @Nullable String note) {

  /** Ids chosen by others: customers, and orders that bring their own. */
  public static final String ID = "[A-Za-z0-9._-]{1,64}";

  private static final String SKU = "[a-z0-9-]{1,64}";
  private static final String TEXT = "[\\t\\r\\n[^\\p{Cc}\\p{Cs}]]*";
  private static final String NO_CONTROLS = "must not contain control characters or half characters";

  /** One line; {@code size} is regular where it is left out. */
  public record Line(
      @NotNull @Pattern(regexp = SKU, message = "must match " + SKU) String sku,
      @NotNull @Min(1) @Max(Item.MAX_QUANTITY) Integer quantity,
      @Nullable Size size,
      @jakarta.validation.constraints.Size(max = 10) @Nullable List<@NotNull @Pattern(regexp = SKU, message = "must match " + SKU) String> with,
      @jakarta.validation.constraints.Size(max = 10) @Nullable List<@NotNull @Pattern(regexp = SKU, message = "must match " + SKU) String> without) {

    Wish wish() {
      return new Wish(sku, size == null ? Size.REGULAR : size, quantity,
          with == null ? List.of() : with, without == null ? List.of() : without);
    }
  }

  /** How it is to reach the customer. */
  public record Way(Fulfilment.@Nullable Type type) {}

  /** How it is to be paid. */
  public record Payment(@NotNull @Pattern(regexp = SKU, message = "must match " + SKU) String method) {}

  Fulfilment.Type fulfilmentType() {
    return fulfilment == null || fulfilment.type() == null ? Fulfilment.Type.PICKUP : fulfilment.type();
  }
}
