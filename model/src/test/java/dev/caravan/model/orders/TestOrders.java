package dev.caravan.model.orders;

import dev.caravan.model.Money;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Size;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Orders as others find them. */
public final class TestOrders {

  private TestOrders() {}

  /** To the counter, and to an address where the way is another one. The fees are none. */
  public static Order of(Fulfilment.Type way, @Nullable String country, Money goods, boolean review) {
    var address = way == Fulfilment.Type.PICKUP ? null : new Address(null, null, "123 Main St", "Anytown", null, "12345", country);
    var order = new Order("o-1", new NewOrder("ada", null, List.of(), new NewOrder.Way(way, address, null, null, null),
        new NewOrder.Payment("card"), null, null, null, review, null), "t", Instant.EPOCH);
    order.contains(List.of(new Item("mix", "Mix", Size.REGULAR, 1, List.of(), List.of(), goods)),
        new FeePolicy(Map.of(goods.currency(), 0L), 0));
    return order;
  }
}
