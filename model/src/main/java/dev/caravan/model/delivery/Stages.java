package dev.caravan.model.delivery;

import dev.caravan.model.Ids;
import dev.caravan.model.Money;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.inventory.Substitution;
import dev.caravan.model.orders.CancellationPolicy;
import dev.caravan.model.orders.Charges;
import dev.caravan.model.orders.FeePolicy;
import dev.caravan.model.orders.Fulfilment;
import dev.caravan.model.orders.Holding;
import dev.caravan.model.orders.NewOrder;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.OrderView;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Question;
import dev.caravan.model.orders.Reason;
import dev.caravan.model.orders.Step;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The bound runner's way, stage by stage and in order only, and what is done where it cannot go on. */
@Named("stages")
public class Stages {

  private static final String ACTOR = Acceptance.ACTOR;

  /** Where a runner can say that an order is. */
  public enum Stage {
    ON_SITE, PURCHASED, COLLECTED, ON_THE_WAY, DELIVERED
  }

  /**
   * A runner's report.
   *
   * @param price what the goods cost at the store; with PURCHASED, for orders from a store only
   */
  public record Report(
      @NotNull @Pattern(regexp = Ids.CHOSEN, message = "must match " + Ids.CHOSEN) String runnerId,
      @NotNull Stage status,
      @Valid NewOrder.@Nullable Price price) {}

  public enum Kind {
    STORE_CLOSED, ITEM_UNAVAILABLE, CUSTOMER_UNREACHABLE
  }

  /** @param skus what cannot be had, with ITEM_UNAVAILABLE */
  public record Trouble(
      @NotNull @Pattern(regexp = Ids.CHOSEN, message = "must match " + Ids.CHOSEN) String runnerId,
      @NotNull Kind kind,
      @Size(min = 1, max = 50) @Nullable List<@NotNull @Size(max = 64) String> skus) {}

  /** A customer's answer to the order's question. */
  public record Answer(@NotNull Boolean approved) {}

  private final Orders orders;
  private final Jobs jobs;
  private final FeePolicy fees;
  private final CancellationPolicy policy;
  private final Substitution substitution;

  public Stages(Orders orders, Jobs jobs, FeePolicy fees, CancellationPolicy policy, Substitution substitution) {
    this.orders = orders;
    this.jobs = jobs;
    this.fees = fees;
    this.policy = policy;
    this.substitution = substitution;
  }

  /** The order at its next stage; the same report again changes nothing. */
  @Transactional
  public Outcome report(String orderId, Report report) {
    return orders.with(orderId, order -> report(order, report));
  }

  private Outcome report(Order order, Report report) {
    if (isStranger(order, report.runnerId())) {
      return stranger();
    }
    if (report.price() != null && (report.status() != Stage.PURCHASED || order.fulfilment().fromKitchen())) {
      return Refusal.of("invalid", "price", "is for PURCHASED at a store only");
    }
    if (order.status().name().equals(report.status().name())) {
      return OrderView.of(order);
    }
    if (!order.awaits(step(report.status()))) {
      return Refusal.of(order.nextStep().waitingFor() == null ? "not-ready" : "out-of-order", "status",
          "the order is " + order.status() + " and awaits " + order.nextStep());
    }
    return switch (report.status()) {
      case ON_SITE -> reached(order, "order.on-site", order::arrived);
      case PURCHASED -> purchase(order, report.price());
      case COLLECTED -> order.holds().contains(Holding.TICKET)
          ? Refusal.of("not-ready", "status", "the kitchen is not ready yet") : reached(order, "order.collected", order::pickedUp);
      case ON_THE_WAY -> reached(order, "order.on-the-way", order::setOut);
      case DELIVERED -> reached(order, "order.delivered", order::delivered);
    };
  }

  private static Step step(Stage stage) {
    return switch (stage) {
      case ON_SITE -> Step.ARRIVE;
      case PURCHASED -> Step.PURCHASE;
      case COLLECTED -> Step.PICK_UP;
      case ON_THE_WAY -> Step.SET_OUT;
      case DELIVERED -> Step.DELIVER;
    };
  }

  private Outcome reached(Order order, String fact, Runnable stage) {
    return reached(order, fact, Map.of(), stage);
  }

  private Outcome reached(Order order, String fact, Map<String, ?> data, Runnable stage) {
    stage.run();
    jobs.guard(order);
    orders.moved(order, fact, data, Objects.requireNonNull(order.runnerId()));
    return OrderView.of(order);
  }

  private Outcome purchase(Order order, NewOrder.@Nullable Price price) {
    if (order.fulfilment().fromKitchen()) {
      return bought(order, order.charges());
    }
    var currency = order.charges().currency();
    if (price == null) {
      return Refusal.of("invalid", "price", "is needed at a store");
    }
    if (!price.currency().equals(currency)) {
      return Refusal.of("invalid", "price.currency", "must be " + currency);
    }
    if (order.holds().contains(Holding.PAYMENT)) {
      return Refusal.of("not-ready", "A payment is still being given up; ask again in a moment.");
    }
    var goods = new Money(price.amount(), currency);
    var charges = fees.charges(goods, Fulfilment.Type.COURIER, order.tip());
    return charges.total().amount() <= order.limit().amount() ? bought(order, charges)
        : ask(order, Question.price(goods), "It costs " + goods.amount() + " " + currency + " (minor units), with all fees "
            + charges.total().amount() + ", which is above " + order.limit().amount() + ".");
  }

  private Outcome bought(Order order, Charges charges) {
    return reached(order, "order.purchased", Map.of("goods", charges.goods(), "total", charges.total()), () -> order.purchased(charges));
  }

  private Outcome ask(Order order, Question question, String sentence) {
    order.asked(question);
    jobs.guard(order);
    orders.moved(order, "order.approval.requested", Map.of("kind", question.kind().name(), "question", sentence),
        Objects.requireNonNull(order.runnerId()));
    return OrderView.of(order);
  }

  /** The customer says yes or no to what the runner asked, or the kitchen before there was one. */
  @Transactional
  public Outcome answer(String orderId, Answer answer) {
    return orders.with(orderId, order -> !order.awaits(Step.APPROVE)
        ? Refusal.of("not-ready", "There is no open question about this order.")
        : order.status().isBeingPlaced() ? substitution.answer(order, answer.approved(), order.customerId())
        : answer(order, answer.approved(), order.customerId()));
  }

  /** No answer is a no. */
  @Transactional
  public void unanswered(String orderId) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.APPROVE) && jobs.isOverdue(order, Timers.APPROVAL_EXPIRY)) {
      answer(order, false, ACTOR);
    }
  }

  private Outcome answer(Order order, boolean approved, String actor) {
    var question = Objects.requireNonNull(order.question());
    if (approved) {
      order.approved(fees);
      jobs.guard(order);
      orders.moved(order, "order.approval.given", Map.of("kind", question.kind().name()), actor);
    } else if (question.kind() == Question.Kind.PRICE) {
      orders.refuse(order, Reason.of("price-declined", "The higher price was not agreed to."), policy.unanswered(order), actor);
    } else {
      orders.refuse(order, Reason.of("item-unavailable", "The store does not have all of it."), policy.storeFailed(order), actor);
    }
    return OrderView.of(order);
  }

  /** Something is in the way, as its runner reports it. */
  @Transactional
  public Outcome trouble(String orderId, Trouble trouble) {
    return orders.with(orderId, order -> trouble(order, trouble));
  }

  private Outcome trouble(Order order, Trouble trouble) {
    if (isStranger(order, trouble.runnerId())) {
      return stranger();
    }
    if ((trouble.kind() == Kind.ITEM_UNAVAILABLE) == (trouble.skus() == null)) {
      return Refusal.of("invalid", "skus", trouble.skus() == null ? "must be given" : "is for ITEM_UNAVAILABLE only");
    }
    if (trouble.kind() == Kind.CUSTOMER_UNREACHABLE) {
      return nobodyOpens(order);
    }
    if (order.fulfilment().fromKitchen()) {
      return Refusal.of("invalid", "kind", "is for orders from a store");
    }
    if (!order.awaits(Step.PURCHASE) && !order.awaits(Step.ARRIVE)) {
      return Refusal.of("too-late", "The order is " + order.status() + ".");
    }
    return trouble.skus() == null ? closed(order) : unavailable(order, trouble.skus());
  }

  private Outcome closed(Order order) {
    orders.refuse(order, Reason.of("store-closed", "The store was closed."), policy.storeFailed(order),
        Objects.requireNonNull(order.runnerId()));
    return OrderView.of(order);
  }

  private Outcome unavailable(Order order, List<String> skus) {
    var known = new HashSet<String>();
    order.items().forEach(item -> known.add(item.sku()));
    for (int i = 0; i < skus.size(); i++) {
      if (!known.contains(skus.get(i))) {
        return Refusal.of("invalid", "skus[" + i + "]", "is not in this order");
      }
    }
    if (!order.awaits(Step.PURCHASE)) {
      return Refusal.of("out-of-order", "status", "report ON_SITE first");
    }
    if (order.without(skus).isEmpty()) {
      orders.refuse(order, Reason.of("item-unavailable", "The store has none of it."), policy.storeFailed(order),
          Objects.requireNonNull(order.runnerId()));
      return OrderView.of(order);
    }
    return ask(order, Question.items(List.copyOf(new HashSet<>(skus))), "The store does not have " + String.join(", ", skus) + ".");
  }

  private Outcome nobodyOpens(Order order) {
    if (!order.awaits(Step.DELIVER)) {
      return Refusal.of("not-ready", "The order is " + order.status() + "; only one that is ON_THE_WAY finds nobody.");
    }
    if (jobs.of(order.id()).unreachableSince() == null) {
      jobs.nobodyOpens(order);
      orders.noted(order, "order.customer-unreachable", Map.of(), Objects.requireNonNull(order.runnerId()));
    }
    return OrderView.of(order);
  }

  /** Nobody came to the door. */
  @Transactional
  public void nobodyCame(String orderId) {
    var order = orders.lock(orderId);
    if (order.awaits(Step.DELIVER) && jobs.isOverdue(order, Timers.CUSTOMER_GRACE)) {
      orders.refuse(order, Reason.of("customer-unreachable", "Nobody was there to take the order."), policy.unreachable(order), ACTOR);
    }
  }

  private static boolean isStranger(Order order, String runnerId) {
    return !order.holds().contains(Holding.RUNNER) || !runnerId.equals(order.runnerId());
  }

  private static Refusal stranger() {
    return Refusal.of("not-your-order", "runnerId", "is not bound to this order");
  }
}
