package dev.caravan.model.shipping;

import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.orders.Deadlines;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Step;
import dev.caravan.model.shipping.Carrier.Answer;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.hibernate.Session;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is written down about a shipment before and after its carrier is asked; nothing is locked while it is. */
@Named("shipments")
public class Shipments {

  private static final String ACTOR = "shipping";

  @PersistenceContext
  private Session database;

  private final Orders orders;
  private final Deadlines deadlines;
  private final Timers timers;
  private final ShippingPolicy policy;
  private final Clock clock;

  public Shipments(Orders orders, Deadlines deadlines, Timers timers, ShippingPolicy policy, Clock clock) {
    this.orders = orders;
    this.deadlines = deadlines;
    this.timers = timers;
    this.policy = policy;
    this.clock = clock;
  }

  /** The parcel is packed and bears a label for its present carrier and address; a former label is void. */
  @Transactional
  public void pack(String orderId) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.PACK) || deadlines.turnBackIfLate(order)) {
      return;
    }
    var former = of(orderId);
    withdraw(order, former);
    var carrier = Objects.requireNonNull(order.carrier());
    database.persist(new Shipment(Ids.next(), orderId, former.size() + 1, carrier,
        Objects.requireNonNull(order.fulfilment().address()), clock.instant()));
    order.packed();
    orders.moved(order, "package.prepared", Map.of("carrier", carrier), ACTOR);
  }

  /** The shipment that its carrier has to be asked to take now, if this is what is due. */
  @Transactional
  public Optional<Shipment> toDispatch(String orderId) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.DISPATCH) || deadlines.turnBackIfLate(order)) {
      return Optional.empty();
    }
    // A command that is repeated is no further attempt.
    var shipment = open(orderId).filter(found -> !found.isWaiting(clock.instant()));
    shipment.ifPresent(found -> found.attempted(clock.instant()));
    return shipment;
  }

  /** Takes the carrier's answer in. A shipment that was withdrawn meanwhile is voided whatever the answer says. */
  @Transactional
  public void answered(String orderId, Shipment asked, Answer answer) {
    var order = orders.lock(orderId);
    var shipment = open(orderId).filter(open -> open.parcel().equals(asked.parcel())).orElse(null);
    if (shipment == null || !order.awaits(Step.DISPATCH) || deadlines.turnBackIfLate(order)) {
      return;
    }
    if (answer instanceof Answer.Done done) {
      shipment.dispatched(done.trackingNumber(), clock.instant());
      order.dispatched();
      orders.moved(order, "order.shipped",
          Map.of("carrier", shipment.carrier(), "trackingNumber", done.trackingNumber()), ACTOR);
    } else if (answer instanceof Answer.Declined declined) {
      shipment.failed(declined.code(), clock.instant());
      failed(order, shipment, declined.code());
    } else if (shipment.attempts() < policy.attempts()) {
      shipment.askAgain(clock.instant().plus(policy.waitAfter(shipment.attempts())));
      askLater(Timers.SHIPMENT_RETRY, order, shipment);
      order.triedInVain();
      orders.noted(order, "shipment.delayed", Map.of("carrier", shipment.carrier(), Orders.ATTEMPT, shipment.attempts()), ACTOR);
    } else {
      withdraw(order, List.of(shipment));
      failed(order, shipment, "no-answer");
    }
  }

  private void failed(Order order, Shipment shipment, String code) {
    order.notDispatched();
    orders.moved(order, "shipment.failed", Map.of("carrier", shipment.carrier(), "code", code), ACTOR);
  }

  private void askLater(String kind, Order order, Shipment shipment) {
    timers.arm(kind, order.id(), clock.instant().plus(policy.waitAfter(shipment.attempts())));
  }

  /** Undoes {@link #pack}: what has not been handed over is unpacked again, and what may have been announced is voided. */
  @Transactional
  public void unpack(String orderId) {
    orders.lockToUndo(orderId, null).ifPresent(order -> order.parcel().ifPresentOrElse(parcel -> {
      withdraw(order, of(orderId));
      orders.gaveBack(order, parcel, "package.unpacked", Map.of(), ACTOR);
    }, () -> orders.settle(order)));
  }

  private void withdraw(Order order, List<Shipment> shipments) {
    for (var shipment : shipments) {
      if (shipment.isOpen()) {
        shipment.withdrawn(clock.instant());
        if (shipment.status() == Shipment.Status.VOIDING) {
          askLater(Timers.LABEL_RETRY, order, shipment);
          orders.noted(order, "shipment.voiding", Map.of("carrier", shipment.carrier()), ACTOR);
        }
      }
    }
  }

  @Transactional
  public List<Shipment> toVoid(String orderId) {
    return of(orderId).stream().filter(shipment -> shipment.status() == Shipment.Status.VOIDING).toList();
  }

  /** Takes in what a carrier says to a shipment that is not to be sent any more; it is asked until it says yes. */
  @Transactional
  public void voided(String orderId, Shipment asked, Answer answer) {
    var order = orders.lock(orderId);
    toVoid(orderId).stream().filter(shipment -> shipment.parcel().equals(asked.parcel())).forEach(shipment -> {
      if (answer instanceof Answer.Done) {
        shipment.voided(clock.instant());
        orders.noted(order, "shipment.voided", Map.of("carrier", shipment.carrier()), ACTOR);
      } else {
        shipment.attempted(clock.instant());
        askLater(Timers.LABEL_RETRY, order, shipment);
      }
    });
  }

  @Transactional
  public Outcome one(String orderId) {
    var views = of(orderId).stream().map(Shipment::view).toList();
    return views.isEmpty() ? Refusal.of("not-found", "There is no shipment of an order " + orderId + ".")
        : new ShipmentView.OfOrder(orderId, views.get(0), views.subList(1, views.size()));
  }

  private Optional<Shipment> open(String orderId) {
    return of(orderId).stream().filter(Shipment::isOpen).findFirst();
  }

  private List<Shipment> of(String orderId) {
    return database.createQuery("from Shipment where orderId = :id order by number desc", Shipment.class)
        .setParameter("id", orderId).getResultList();
  }
}
