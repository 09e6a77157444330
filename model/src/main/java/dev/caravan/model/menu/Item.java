package dev.caravan.model.menu;

import dev.caravan.model.Money;

import java.util.List;

/**
 * One priced line of an order.
 *
 * @param sku the dish
 * @param name the dish's name when it was ordered
 * @param quantity portions, 1 to {@value #MAX_QUANTITY}
 * @param with skus of toppings added and paid for
 * @param without skus of toppings that come with the dish and are left out
 * @param unitPrice price of one portion with all that was added
 */
public record Item(String sku, String name, Size size, int quantity, List<String> with, List<String> without, Money unitPrice) {

  public static final int MAX_QUANTITY = 100;

  public Money price() {
    return unitPrice.times(quantity);
  }
}
