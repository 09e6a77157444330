package dev.caravan.model.menu;

import java.util.List;

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
}
