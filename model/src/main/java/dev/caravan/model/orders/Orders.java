package dev.caravan.model.orders;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The orders, each under its lock. A step locks the order, asks whether its work is due, does it, moves the order and
 * tells the fact, all in one transaction.
 */
@Named("orders")
public class Orders {

  static final String ACTOR = "orders";
  static final String REFUSED = "order.refused";
  static final String REASON = "reason";

  /** In {@code order.refused}: whether the saga that places the order undoes it. */
  static final String PLACING = "placing";

  /** In every fact about an order: the step that it belongs to, and at which attempt, from 1. */
  public static final String STEP = "step";
  public static final String ATTEMPT = "attempt";
  private static final String RECEIVE = "RECEIVE";

  @PersistenceContext
  private EntityManager database;

  private final EventLog events;
  private final Timers timers;

  public Orders(EventLog events, Timers timers) {
    this.events = events;
    this.timers = timers;
  }

  public Optional<Order> find(String orderId) {
    return Optional.ofNullable(database.find(Order.class, orderId));
  }

  /** The order, locked until the caller's transaction ends. @throws NoSuchElementException if there is none */
  @Transactional(TxType.MANDATORY)
  public Order lock(String orderId) {
    return locked(orderId).orElseThrow(() -> new NoSuchElementException("no order " + orderId));
  }

  /** What is answered about the order, locked until the caller's transaction ends; {@code not-found} if there is none. */
  @Transactional(TxType.MANDATORY)
  public Outcome with(String orderId, Function<Order, Outcome> answer) {
    return locked(orderId).map(answer).orElseGet(() -> Refusal.of("not-found", "There is no order " + orderId + "."));
  }

  /**
   * The order, locked, if there is something to undo on it. An undo called by the coordinator must be of the order's own
   * saga; it also turns the order back if that saga ran out of time before anybody refused it.
   *
   * @param saga the saga that calls, or null for an undo outside of one
   */
  @Transactional(TxType.MANDATORY)
  public Optional<Order> lockToUndo(String orderId, @Nullable String saga) {
    var order = lock(orderId);
    if (saga != null && !saga.equals(order.saga())) {
      return Optional.empty();
    }
    if (saga != null && order.status().isBeingPlaced()) {
      refuse(order, Reason.PLACEMENT_TIMEOUT, ACTOR);
    }
    return order.status().isUndoing() ? Optional.of(order) : Optional.empty();
  }

  /** Tells a fact by which the order moves on. */
  @Transactional(TxType.MANDATORY)
  public void moved(Order order, String fact, Map<String, ?> data, String actor) {
    var event = tell(order, fact, data, actor);
    order.movedBy(event.seq(), event.occurredAt());
    if (order.status().isEnd() && order.deadline() != null) {
      timers.cancel(Timers.DEADLINE, order.id());
    }
  }

  /** Tells a fact about the order that leaves it where it is. */
  @Transactional(TxType.MANDATORY)
  public void noted(Order order, String fact, Map<String, ?> data, String actor) {
    tell(order, fact, data, actor);
  }

  /** Tells that a signal came too late, which changes nothing else. @param signal such as {@code cancel} */
  @Transactional(TxType.MANDATORY)
  public Refusal tooLate(Order order, String signal, String actor) {
    return refused(order, signal, Refusal.of("too-late", "The order is " + order.status() + "."), actor);
  }

  /** Tells that a signal was refused, which changes nothing else. */
  @Transactional(TxType.MANDATORY)
  public Refusal refused(Order order, String signal, Refusal refusal, String actor) {
    noted(order, "order.signal-refused", Map.of("signal", signal, "code", refusal.code(), "detail", refusal.detail()), actor);
    return refusal;
  }

  /** Turns the order back: what it holds is undone next, and then it ends with this reason. */
  @Transactional(TxType.MANDATORY)
  public void refuse(Order order, Reason reason, String actor) {
    refuse(order, reason, null, actor);
  }

  /** Turns the order back, but some are paid all the same. */
  @Transactional(TxType.MANDATORY)
  public void refuse(Order order, Reason reason, @Nullable Settlement shares, String actor) {
    var placing = order.status().isBeingPlaced();
    order.refuse(reason, shares);
    timers.unguard(order.id());
    if (order.status().isEnd()) {
      moved(order, end(order), Map.of(REASON, reason), actor);
    } else {
      moved(order, REFUSED, Map.of(REASON, reason, PLACING, placing), actor);
    }
  }

  /** One holding has been given back; the order ends when it was the last. */
  @Transactional(TxType.MANDATORY)
  public void gaveBack(Order order, Holding holding, String fact, Map<String, ?> data, String actor) {
    order.gaveBack(holding);
    noted(order, fact, data, actor);
    settle(order);
  }

  /** Ends an order that was turned back, if it holds nothing any more. */
  @Transactional(TxType.MANDATORY)
  public void settle(Order order) {
    if (order.settle()) {
      moved(order, end(order), Map.of(REASON, Objects.requireNonNull(order.reason())), ACTOR);
    }
  }

  /**
   * The order, locked, if this saga was completing it. From now on it does not, so that a step which is under way finds
   * nothing to do.
   */
  @Transactional(TxType.MANDATORY)
  public Optional<Order> lockToUndoCompletion(String orderId, String saga) {
    var order = lock(orderId);
    if (!order.isCompletedBy(saga)) {
      return Optional.empty();
    }
    if (order.inSaga()) {
      order.completionUndone();
      completionUndone(order, "order.completion-undone", Map.of(), ACTOR);
    }
    return Optional.of(order);
  }

  /** A part of what completed the order has been undone; when it was the last, the order is completed all over again. */
  @Transactional(TxType.MANDATORY)
  public void completionUndone(Order order, String fact, Map<String, ?> data, String actor) {
    noted(order, fact, data, actor);
    if (order.awaits(Step.OPEN_COMPLETION)) {
      moved(order, "order.delivery-confirmed", Map.of("again", true), actor);
    }
  }

  private static String end(Order order) {
    return order.status() == Status.CANCELLED ? "order.cancelled" : "order.rejected";
  }

  private Optional<Order> locked(String orderId) {
    return Optional.ofNullable(database.find(Order.class, orderId, LockModeType.PESSIMISTIC_WRITE));
  }

  private Event tell(Order order, String fact, Map<String, ?> data, String actor) {
    var all = new HashMap<String, Object>(data);
    all.put(Event.ORDER_ID, order.id());
    all.put("customerId", order.customerId());
    all.put("fulfilment", order.fulfilment().type().name());
    all.put(Event.STATUS, order.status().name());
    all.putIfAbsent(STEP, order.toldStep() == null ? RECEIVE : order.toldStep().name());
    all.putIfAbsent(ATTEMPT, order.retries() + 1);
    if (order.runnerId() != null) {
      all.put("runnerId", order.runnerId());
    }
    if (order.formerStatus() != null) {
      all.put(Event.FORMER_STATUS, order.formerStatus().name());
    }
    order.told();
    return events.record(fact, order.id(), all, actor, order.trace());
  }
}
