package dev.caravan.model.menu;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What somebody asks for, before the menu has priced it.
 *
 * @param sku a dish
 * @param with skus of toppings to add
 * @param without skus of toppings to leave out
 */
public record Wish(String sku, Size size, int quantity, List<String> with, List<String> without) {

  public static Wish of(String sku, int quantity) {
    return new Wish(sku, Size.REGULAR, quantity, List.of(), List.of());
  }

  /** Such as {@code 2 large waffles +honey +nuts -butter}; a regular size is not told. */
  @Override
  public String toString() {
    return quantity + (size == Size.REGULAR ? " " : " " + size.name().toLowerCase(Locale.ROOT) + " ") + sku
        + signed(" +", with) + signed(" -", without);
  }

  private static String signed(String sign, List<String> toppings) {
    return toppings.stream().sorted().map(sku -> sign + sku).collect(Collectors.joining());
  }
}
