package dev.caravan.model.menu;

import dev.caravan.model.Money;

import java.util.List;

/**
 * One priced line of an order.
 *
 * @param sku the dish, or what the customer calls a line of an order from a store
 * @param name the dish's name when it was ordered
 * @param quantity portions, 1 to {@value #MAX_QUANTITY}
 * @param with skus of toppings added and paid for
 * @param without skus of toppings that come with the dish and are left out
 * @param unitPrice price of one portion with all that was added
 */
public record Item(String sku, String name, Size size, int quantity, List<String> with, List<String> without, Money unitPrice) {

  public static final int MAX_QUANTITY = 100;
  /** Minor units that somebody may name as a price, beyond which it is a slip of the pen. */
  public static final long MAX_ESTIMATE = 100_000_000;

  /** What was asked for. */
  public Wish wish() {
    return new Wish(sku, size, quantity, with, without);
  }

  public Money price() {
    return unitPrice.times(quantity);
  }
}
