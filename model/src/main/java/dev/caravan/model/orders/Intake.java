package dev.caravan.model.orders;

import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.Turns;
import dev.caravan.model.events.Idempotency;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Menu;
import dev.caravan.model.users.Users;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Takes orders in: what is answered with an acceptance is in the database and will reach its end. */
@Named("intake")
public class Intake {

  @PersistenceContext
  private EntityManager database;

  private final Orders orders;
  private final Menu menu;
  private final Users users;
  private final FeePolicy fees;
  private final Admission admission;
  private final Carriers carriers;
  private final Deadlines deadlines;
  private final Start.Defaults defaults;
  private final Idempotency idempotency;
  private final Clock clock;

  public Intake(
      Orders orders, Menu menu, Users users, FeePolicy fees, Admission admission, Carriers carriers, Deadlines deadlines,
      Start.Defaults defaults, Idempotency idempotency, Clock clock) {
    this.orders = orders;
    this.menu = menu;
    this.users = users;
    this.fees = fees;
    this.admission = admission;
    this.carriers = carriers;
    this.deadlines = deadlines;
    this.defaults = defaults;
    this.idempotency = idempotency;
    this.clock = clock;
  }

  /**
   * {@link Accepted}, or why not. At the counter an unknown customer is welcome; a courier comes to those who are known.
   *
   * @param key an Idempotency-Key, if the caller sent one
   * @param traceparent W3C trace context, if the caller sent one
   */
  @Transactional
  public Outcome receive(NewOrder wanted, @Nullable String key, @Nullable String traceparent) {
    return idempotency.once(key, wanted, () -> receive(Ids.next().toString(), wanted, traceparent), Accepted::new);
  }

  /**
   * {@link Underway} with a new order of this id that is to be sent, or the order that was started under this id before, or why
   * not.
   *
   * @param orderId chosen by the caller
   * @param traceparent W3C trace context, if the caller sent one
   */
  @Transactional
  public Outcome start(String orderId, Start wanted, @Nullable String traceparent) {
    if (!orderId.matches(Ids.NEW)) {
      return Refusal.of("invalid", "id", Ids.NEW_IN_WORDS);
    }
    Turns.await(database, "order", orderId);
    var known = orders.find(orderId);
    if (known.isPresent()) {
      return OrderView.of(known.get());
    }
    var outcome = receive(orderId, wanted.with(defaults), traceparent);
    return outcome instanceof Idempotency.Done done ? new Underway((OrderView) done.view())
        : outcome instanceof Refusal refusal ? Start.inShort(refusal) : outcome;
  }

  private Outcome receive(String orderId, NewOrder wanted, @Nullable String traceparent) {
    var fulfilment = Fulfilment.of(wanted.fulfilment());
    var refusal = refusal(wanted, fulfilment);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    var order = new Order(orderId, wanted, TraceId.of(traceparent), clock.instant());
    if (wanted.items() != null) {
      var priced = price(wanted.items(), fulfilment);
      if (priced instanceof Menu.Refused refused) {
        return refused.refusal();
      }
      order.contains(((Menu.Priced) priced).items(), fees);
      var unpayable = fees.refusal(fulfilment.type(), order.charges().currency(), "items").or(() -> unpayable(order));
      if (unpayable.isPresent()) {
        return unpayable.get();
      }
    }
    if (fulfilment.byCarrier()) {
      order.sentBy(carriers.chosen(fulfilment.carriers()));
      deadlines.set(order, wanted.deadlineSeconds());
    }
    var freeText = order.items().isEmpty();
    var concerned = !freeText && admission.concerns(order, Certainty.FULL);
    orders.moved(order, "order.received", Map.of("freeText", freeText, "admitted", !freeText && !concerned), order.customerId());
    database.persist(order);
    if (concerned) {
      admission.admit(order, Certainty.FULL);
    }
    return new Idempotency.Done(order.id(), OrderView.of(order));
  }

  private Optional<Refusal> refusal(NewOrder wanted, Fulfilment fulfilment) {
    if ((wanted.text() == null) == (wanted.items() == null)) {
      return no(wanted.text() == null ? "text" : "items", "send either text or items");
    }
    if (wanted.text() != null && wanted.text().isBlank()) {
      return no("text", "must not be blank");
    }
    var wrongWay = switch (fulfilment.type()) {
      case PICKUP -> refusalOfPickup(wanted, fulfilment);
      case COURIER -> refusalOfCourier(wanted, fulfilment);
      case SHIPMENT -> refusalOfShipment(wanted, fulfilment);
    };
    return wrongWay.or(() -> refusalOfLines(wanted, fulfilment));
  }

  private Optional<Refusal> refusalOfCourier(NewOrder wanted, Fulfilment fulfilment) {
    if (fulfilment.address() == null) {
      return no("fulfilment.address", "is needed where a courier is to come");
    }
    var elsewhere = fulfilment.address().refusal(fulfilment.type(), "fulfilment.address");
    if (elsewhere.isPresent()) {
      return elsewhere;
    }
    if (fulfilment.store() != null && wanted.text() != null) {
      return no("text", "a store is sent items, not words");
    }
    if (fulfilment.store() == null && Objects.requireNonNull(wanted.fulfilment()).maxTotal() != null) {
      return no("fulfilment.maxTotal", "is for stores; the kitchen's prices are fixed");
    }
    return refusalOfSending(wanted, fulfilment).or(() -> users.refusalOfCustomer(wanted.customerId()));
  }

  private Optional<Refusal> refusalOfPickup(NewOrder wanted, Fulfilment fulfilment) {
    if (fulfilment.address() != null) {
      return no("fulfilment.address", "is not for PICKUP");
    }
    return refusalOfRunner(wanted, fulfilment).or(() -> refusalOfSending(wanted, fulfilment))
        .or(() -> users.refusalOfBlocked(wanted.customerId()));
  }

  private Optional<Refusal> refusalOfShipment(NewOrder wanted, Fulfilment fulfilment) {
    var address = fulfilment.address();
    if (address == null) {
      return no("fulfilment.address", "is needed where a carrier is to come");
    }
    return refusalOfRunner(wanted, fulfilment)
        .or(() -> address.refusal(fulfilment.type(), "fulfilment.address"))
        .or(() -> carriers.refusal(fulfilment.carriers(), "fulfilment.carriers"))
        .or(() -> deadlines.refusal(wanted.deadlineSeconds(), "deadlineSeconds"))
        .or(() -> users.refusalOfBlocked(wanted.customerId()));
  }

  /** What only makes sense where a carrier is to come. */
  private static Optional<Refusal> refusalOfSending(NewOrder wanted, Fulfilment fulfilment) {
    if (!fulfilment.carriers().isEmpty()) {
      return no("fulfilment.carriers", "is for SHIPMENT only");
    }
    return wanted.deadlineSeconds() == null ? Optional.empty() : no("deadlineSeconds", "is for SHIPMENT only");
  }

  /** What only makes sense where a runner is to come. */
  private static Optional<Refusal> refusalOfRunner(NewOrder wanted, Fulfilment fulfilment) {
    if (fulfilment.store() != null) {
      return no("fulfilment.store", "is for COURIER only");
    }
    if (wanted.fulfilment() != null && wanted.fulfilment().maxTotal() != null) {
      return no("fulfilment.maxTotal", "is for COURIER only");
    }
    if (wanted.tip() != null && wanted.tip() > 0) {
      return no("tip", "is for COURIER only");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refusalOfLines(NewOrder wanted, Fulfilment fulfilment) {
    var lines = wanted.items() == null ? List.<NewOrder.Line>of() : wanted.items();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      var field = "items[" + i + "]";
      if (fulfilment.fromKitchen()) {
        if (line.sku() == null) {
          return no(field + ".sku", "must not be null");
        }
        if (line.name() != null || line.estimate() != null) {
          return no(field + (line.name() != null ? ".name" : ".estimate"), "is for stores only");
        }
      } else if (line.name() == null || line.name().isBlank()) {
        return no(field + ".name", "is needed at a store");
      } else if (line.estimate() == null) {
        return no(field + ".estimate", "is needed at a store");
      } else if (line.size() != null || line.with() != null || line.without() != null) {
        return no(field, "sizes and toppings are the kitchen's");
      }
    }
    return Optional.empty();
  }

  private Menu.Pricing price(List<NewOrder.Line> lines, Fulfilment fulfilment) {
    if (fulfilment.fromKitchen()) {
      return menu.price(lines.stream().map(NewOrder.Line::wish).toList());
    }
    var items = new ArrayList<Item>(lines.size());
    for (var line : lines) {
      var field = "items[" + items.size() + "]";
      var currency = Objects.requireNonNull(line.estimate()).currency();
      var item = line.errand(items.size() + 1);
      if (!items.isEmpty() && !items.get(0).unitPrice().currency().equals(currency)) {
        return new Menu.Refused(Refusal.of("mixed-currencies", field + ".estimate.currency",
            "All goods of one order are priced in one currency."));
      }
      if (items.stream().anyMatch(other -> other.sku().equals(item.sku()))) {
        return new Menu.Refused(Refusal.of("invalid", field + ".sku", "must not be there twice"));
      }
      items.add(item);
    }
    return new Menu.Priced(items);
  }

  private static Optional<Refusal> unpayable(Order order) {
    var total = order.charges().total();
    return total.amount() <= order.limit().amount() ? Optional.empty()
        : no("fulfilment.maxTotal", "must be at least the estimated total, " + total.amount());
  }

  private static Optional<Refusal> no(String field, String detail) {
    return Optional.of(Refusal.of("invalid", field, detail));
  }
}
