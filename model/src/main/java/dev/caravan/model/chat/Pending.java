package dev.caravan.model.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Money;
import dev.caravan.model.orders.NewOrder;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What waits for a yes: changes of tasks, or an order.
 *
 * @param total what the order was said to cost
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Pending(List<Deed> deeds, @Nullable NewOrder order, @Nullable Money total) {

  static Pending changes(List<Deed> deeds) {
    return new Pending(deeds, null, null);
  }

  static Pending order(NewOrder order, Money total) {
    return new Pending(List.of(), order, total);
  }
}
