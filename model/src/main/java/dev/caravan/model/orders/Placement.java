package dev.caravan.model.orders;

import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Map;

/** Places an order under a saga: opened before the first thing is held, closed when everything is. */
@Named("placement")
public class Placement {

  private final Orders orders;
  private final Clock clock;

  public Placement(Orders orders, Clock clock) {
    this.orders = orders;
    this.clock = clock;
  }

  /** The saga that the order was last in; null for an order that never was in one. */
  @Transactional
  public @Nullable String saga(String orderId) {
    return orders.find(orderId).map(Order::saga).orElse(null);
  }

  /** The saga that the order goes forward in; null when it is in none. */
  @Transactional
  public @Nullable String openSaga(String orderId) {
    return orders.find(orderId).filter(order -> order.inSaga() && !order.status().isUndoing()).map(Order::saga).orElse(null);
  }

  /** Whether this is now the saga that places the order; false if it was placed before. */
  @Transactional
  public boolean place(String orderId, String saga) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.PLACE)) {
      order.placed(saga);
      orders.moved(order, "order.placed", Map.of("saga", saga), Orders.ACTOR);
    }
    return saga.equals(order.saga());
  }

  @Transactional
  public void undo(String orderId, String saga) {
    orders.lockToUndo(orderId, saga).ifPresent(orders::settle);
  }

  /** The point of no return: once this commits, the saga undoes nothing any more. True where it has just been passed. */
  @Transactional
  public boolean confirm(String orderId) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.CONFIRM)) {
      return false;
    }
    order.confirmed(clock.instant());
    orders.moved(order, "order.confirmed", Map.of(), Orders.ACTOR);
    return true;
  }

  /** Turns to undoing the order step by step, because the coordinator does not know its saga any more. */
  @Transactional
  public void undoWithoutSaga(String orderId) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.UNDO)) {
      orders.settle(order);
    }
    if (order.awaits(Step.UNDO)) {
      orders.moved(order, Orders.REFUSED, Map.of(Orders.PLACING, false), Orders.ACTOR);
    }
  }
}
