package dev.caravan.model.kitchen;

import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.orders.Holding;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Step;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The pass: a ticket per order, from what is to be cooked to what is ready. */
@Named("kitchen")
public class Kitchen {

  private static final String ACTOR = "kitchen";

  @PersistenceContext
  private EntityManager database;

  private final Orders orders;
  private final Clock clock;

  public Kitchen(Orders orders, Clock clock) {
    this.orders = orders;
    this.clock = clock;
  }

  @Transactional
  public void prepare(String orderId) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.PREPARE)) {
      var ticket = new Ticket(Ids.next(), order, clock.instant());
      database.persist(ticket);
      order.preparing();
      orders.moved(order, "order.prepared", Map.of("ticketId", ticket.id().toString()), ACTOR);
    }
  }

  /** For a kitchen whose tickets count as ready as soon as they are there. */
  @Transactional
  public void finish(String orderId) {
    var order = orders.lock(orderId);
    if (order.holds().contains(Holding.TICKET)) {
      ready(order, ofOrder(orderId).orElseThrow(), ACTOR);
    }
  }

  /** The cook rings the bell; ringing twice is ringing once. */
  @Transactional
  public Outcome ready(String ticketId, String actor) {
    return orderOf(ticketId).map(orderId -> ready(orders.lock(orderId), actor))
        .orElse(Refusal.of("not-found", "There is no ticket " + ticketId + "."));
  }

  private Outcome ready(Order order, String actor) {
    var ticket = ofOrder(order.id()).orElseThrow();
    if (order.holds().contains(Holding.TICKET) && !order.status().isUndoing()) {
      ready(order, ticket, actor);
    } else if (!ticket.isReady()) {
      return Refusal.of("too-late", "The order is " + order.status() + ".");
    }
    return TicketView.of(ticket);
  }

  /** What has still to be cooked, oldest first, at most 100. */
  @Transactional
  public TicketView.All open() {
    return new TicketView.All(
        database.createQuery("from Ticket where status = PREPARING order by openedAt", Ticket.class)
            .setMaxResults(100).getResultStream().map(TicketView::of).toList());
  }

  private void ready(Order order, Ticket ticket, String actor) {
    ticket.ready(clock.instant());
    order.ready();
    var ready = Map.of("ticketId", ticket.id().toString());
    // While a runner is on the way, it is the runner who moves the order.
    if (order.fulfilment().byCourier()) {
      orders.noted(order, "order.ready", ready, actor);
    } else {
      orders.moved(order, "order.ready", ready, actor);
    }
  }

  /** Undoes {@link #prepare}: the ticket leaves the pass, cooked or not. */
  @Transactional
  public void withdraw(String orderId) {
    orders.lockToUndo(orderId, null).ifPresent(order -> {
      if (order.holds().contains(Holding.TICKET) || order.holds().contains(Holding.MEAL)) {
        ofOrder(orderId).orElseThrow().withdrawn();
        order.gaveBack(Holding.MEAL);
        orders.gaveBack(order, Holding.TICKET, "ticket.withdrawn", Map.of(), ACTOR);
      } else {
        orders.settle(order);
      }
    });
  }

  private Optional<Ticket> ofOrder(String orderId) {
    return database.createQuery("from Ticket where orderId = :id", Ticket.class)
        .setParameter("id", orderId).getResultStream().findFirst();
  }

  private Optional<String> orderOf(String ticketId) {
    return Ids.read(ticketId).flatMap(id -> database.createQuery("select orderId from Ticket where id = :id", String.class)
        .setParameter("id", id).getResultStream().findFirst());
  }
}
