package dev.caravan.model.menu;

import dev.caravan.model.Money;
import dev.caravan.model.Outcome;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the menu says about a dish, a topping or a drink.
 *
 * @param sku stable id, lower case
 * @param price of one regular portion
 * @param aliases other names that free text may use, each of them for one dish only
 * @param recipe ingredient to quantity, in the ingredient's unit, of one regular portion without its toppings
 * @param included skus of toppings that come with it free and can be left out
 * @param substitutes skus of the same kind that may stand in for it where it runs out, the best first; the customer is asked
 * @param sized whether there are small and large portions
 * @param available whether it can be ordered now
 */
public record Dish(
    @NotNull @Pattern(regexp = SKU, message = "must match " + SKU) String sku,
    @NotBlank @jakarta.validation.constraints.Size(max = 80) String name,
    @NotNull Kind kind,
    @NotNull Money price,
    @jakarta.validation.constraints.Size(max = 50)
    List<@NotBlank @jakarta.validation.constraints.Size(max = 80) String> aliases,
    @jakarta.validation.constraints.Size(max = 50)
    Map<@Pattern(regexp = SKU, message = "must match " + SKU) String, @NotNull @Positive @Max(MAX_INGREDIENT) Long> recipe,
    @jakarta.validation.constraints.Size(max = 10) List<@NotNull String> included,
    @jakarta.validation.constraints.Size(max = 10) List<@NotNull String> substitutes,
    boolean sized,
    boolean available) implements Outcome {

  public static final String SKU = "[a-z0-9-]{1,64}";
  public static final long MAX_INGREDIENT = 100_000;

  /** A topping is ordered with a dish, never alone; a drink takes no toppings. */
  public enum Kind {
    DISH, TOPPING, DRINK
  }

  public Dish {
    aliases = aliases == null ? List.of() : List.copyOf(aliases);
    recipe = recipe == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(recipe));
    included = included == null ? List.of() : List.copyOf(included);
    substitutes = substitutes == null ? List.of() : List.copyOf(substitutes);
  }

  public boolean isTopping() {
    return kind == Kind.TOPPING;
  }
}
