package dev.caravan.model.menu;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Stream;

/**
 * One thing in a line of an order that another one stands in for.
 *
 * @param line its place in the order, from 0
 * @param sku the dish of the line, or a topping on it
 * @param substitute what stands in for it; null for a topping that is left out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Swap(int line, String sku, @Nullable String substitute) {

  /** Whether both are about the same thing. */
  public boolean rivals(Swap other) {
    return line == other.line && sku.equals(other.sku);
  }

  /** What the line then asks for. @param dish what the line is by the menu, once the swap is made */
  Wish applied(Wish wish, Dish dish) {
    if (wish.sku().equals(sku)) {
      return new Wish(dish.sku(), wish.size(), wish.quantity(), wish.with(),
          wish.without().stream().filter(dish.included()::contains).toList());
    }
    return new Wish(wish.sku(), wish.size(), wish.quantity(), replaced(wish.with(), substitute),
        dish.included().contains(sku) ? replaced(wish.without(), sku) : wish.without());
  }

  private List<String> replaced(List<String> skus, @Nullable String instead) {
    return Stream.concat(skus.stream().filter(other -> !other.equals(sku)), Stream.ofNullable(instead)).toList();
  }
}
