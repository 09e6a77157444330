package dev.caravan.model.inventory;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.events.Inbox;
import dev.caravan.model.menu.Menu;
import dev.caravan.model.orders.Holding;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Reason;
import dev.caravan.model.orders.Reason.Missing;
import dev.caravan.model.orders.Step;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;

/** Ingredients: set apart for an order, given back or used up. Rows are locked in the order of their names. */
@Named("inventory")
public class Inventory {

  static final String ACTOR = "inventory";

  /** More than a warehouse holds, and far from overflow. */
  public static final long MAX_QUANTITY = 1_000_000_000L;

  @PersistenceContext
  private EntityManager database;

  private final Orders orders;
  private final Menu menu;
  private final EventLog events;
  private final Inbox inbox;
  private final Substitution substitution;

  public Inventory(Orders orders, Menu menu, EventLog events, Inbox inbox, Substitution substitution) {
    this.orders = orders;
    this.menu = menu;
    this.events = events;
    this.inbox = inbox;
    this.substitution = substitution;
  }

  /** Whether the order is still in its saga; one that is short has left it, and waits for substitutes. */
  @Transactional
  public boolean reserve(String orderId) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.RESERVE)) {
      return true;
    }
    var needs = order.fulfilment().fromKitchen() ? menu.needs(order.items()) : Map.<String, Long>of();
    var shelf = lock(needs.keySet());
    var missing = needs.entrySet().stream()
        .map(need -> new Missing(need.getKey(), need.getValue(), shelf.available(need.getKey())))
        .filter(need -> need.available() < need.needed())
        .toList();
    if (missing.isEmpty()) {
      needs.forEach((ingredient, quantity) -> {
        shelf.of(ingredient).reserve(quantity);
        database.persist(new Reservation(orderId, ingredient, quantity));
      });
      order.reserved(!needs.isEmpty());
      orders.moved(order, "order.reserved", Map.of("ingredients", needs), ACTOR);
    } else if (substitution.takesOver(order, missing)) {
      return false;
    } else {
      orders.refuse(order, Reason.outOfStock(missing), ACTOR);
    }
    return true;
  }

  /** Undoes {@link #reserve}. @param saga the saga that undoes it, or null outside of one */
  @Transactional
  public void release(String orderId, @Nullable String saga) {
    orders.lockToUndo(orderId, saga).ifPresent(order -> {
      if (order.holds().contains(Holding.STOCK)) {
        var reservations = held(orderId);
        var shelf = lock(reservations.stream().map(Reservation::ingredient).toList());
        settle(shelf, reservations, Reservation.Status.RELEASED, Stock::release);
        orders.gaveBack(order, Holding.STOCK, "stock.released", Map.of(), ACTOR);
      } else {
        orders.settle(order);
      }
    });
  }

  /** Uses up what is reserved, unless the shelf has meanwhile turned out to hold less than was promised. */
  @Transactional
  public void consume(String orderId) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.CONSUME_STOCK)) {
      return;
    }
    var reservations = held(orderId);
    var shelf = lock(reservations.stream().map(Reservation::ingredient).toList());
    var missing = reservations.stream()
        .filter(reservation -> shelf.of(reservation.ingredient()).shortfall() > 0)
        .map(reservation -> new Missing(reservation.ingredient(), reservation.quantity(),
            Math.max(0, reservation.quantity() - shelf.of(reservation.ingredient()).shortfall())))
        .toList();
    // What a carrier has is used up whatever the shelf says.
    if (!missing.isEmpty() && !order.isHandedOver()) {
      orders.refuse(order, Reason.outOfStock(missing), ACTOR);
      return;
    }
    settle(shelf, reservations, Reservation.Status.CONSUMED, Stock::consume);
    order.stockConsumed();
    orders.moved(order, "stock.consumed", Map.of(), ACTOR);
    shelf.stock().values().stream().filter(Stock::isLow).forEach(this::tellLow);
  }

  @Transactional
  public Outcome restock(String ingredient, Quantity delivered, String actor) {
    return change(ingredient, stock -> {
      stock.restock(delivered.quantity());
      events.record("stock.restocked", ingredient,
          Map.of("quantity", delivered.quantity(), "onHand", stock.onHand(), "unit", stock.unit()), actor, null);
    });
  }

  /** Restocks what somebody said to have brought who was asked by a task, once. @param seq of the fact that tells it */
  @Transactional
  public void decided(long seq) {
    var fact = events.at(seq);
    var quantity = fact.data().get("quantity");
    if (quantity instanceof Number brought && inbox.takesIn(ACTOR, fact.id())) {
      restock(Objects.requireNonNull(fact.text(Event.ABOUT)), new Quantity(brought.longValue()), fact.actor());
    }
  }

  /** Whether there is less of the ingredient than there should be. */
  @Transactional
  public boolean isLow(String ingredient) {
    var stock = database.find(Stock.class, ingredient);
    return stock != null && stock.isLow();
  }

  @Transactional
  public Outcome count(String ingredient, Count counted, String actor) {
    return change(ingredient, stock -> {
      stock.count(counted.counted());
      events.record("stock.counted", ingredient,
          Map.of("counted", counted.counted(), "onHand", stock.onHand(), "unit", stock.unit()), actor, null);
      if (stock.isLow()) {
        tellLow(stock);
      }
    });
  }

  @Transactional
  public StockView.All all() {
    return new StockView.All(database.createQuery("from Stock order by ingredient", Stock.class).getResultList().stream()
        .map(StockView::of).toList());
  }

  @Transactional
  public Outcome one(String ingredient) {
    var stock = database.find(Stock.class, ingredient);
    return stock == null ? unknown(ingredient) : StockView.of(stock);
  }

  private Outcome change(String ingredient, Consumer<Stock> change) {
    var stock = lock(List.of(ingredient)).stock().get(ingredient);
    if (stock == null) {
      return unknown(ingredient);
    }
    change.accept(stock);
    return StockView.of(stock);
  }

  private void tellLow(Stock stock) {
    events.record("stock.low", stock.ingredient(),
        Map.of("onHand", stock.onHand(), "threshold", stock.lowThreshold(), "unit", stock.unit()), ACTOR, null);
  }

  private static void settle(
      Shelf shelf, List<Reservation> reservations, Reservation.Status end, ObjLongConsumer<Stock> deed) {
    for (var reservation : reservations) {
      deed.accept(shelf.of(reservation.ingredient()), reservation.quantity());
      reservation.become(end);
    }
  }

  private List<Reservation> held(String orderId) {
    return database.createQuery(
            "from Reservation where orderId = :id and status = HELD order by ingredient", Reservation.class)
        .setParameter("id", orderId).getResultList();
  }

  private Shelf lock(Collection<String> ingredients) {
    return new Shelf(database.createQuery("from Stock where ingredient in (:names) order by ingredient", Stock.class)
        .setParameter("names", ingredients).setLockMode(LockModeType.PESSIMISTIC_WRITE).getResultStream()
        .collect(Collectors.toMap(Stock::ingredient, Function.identity())));
  }

  private record Shelf(Map<String, Stock> stock) {

    Stock of(String ingredient) {
      return Objects.requireNonNull(stock.get(ingredient), ingredient);
    }

    long available(String ingredient) {
      var there = stock.get(ingredient);
      return there == null ? 0 : there.available();
    }
  }

  private static Refusal unknown(String ingredient) {
    return Refusal.of("not-found", "There is no ingredient " + ingredient + ".");
  }
}
