package dev.caravan.model.inventory;

import dev.caravan.model.Outcome;
import dev.caravan.model.inventory.Advisor.Advised;
import dev.caravan.model.language.Answer;
import dev.caravan.model.language.Prompt;
import dev.caravan.model.menu.Catalogue;
import dev.caravan.model.menu.Menu;
import dev.caravan.model.menu.Swap;
import dev.caravan.model.orders.Deadlines;
import dev.caravan.model.orders.FeePolicy;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.OrderView;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Question;
import dev.caravan.model.orders.Question.Proposal;
import dev.caravan.model.orders.Reason;
import dev.caravan.model.orders.Reason.Missing;
import dev.caravan.model.orders.Step;
import dev.caravan.model.timers.Timers;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An order that is short waits, and holds nothing, until its customer has said whether something else may stand in. */
@Named("substitution")
public class Substitution {

  private static final String ACTOR = Inventory.ACTOR;

  /** The order has no time for a model. */
  private static final String NO_TIME = "no-time";

  @PersistenceContext
  private EntityManager database;

  private final Orders orders;
  private final Menu menu;
  private final FeePolicy fees;
  private final Timers timers;
  private final Deadlines deadlines;
  private final Advisor advisor;
  private final SubstitutionPolicy policy;
  private final Clock clock;

  Substitution(
      Orders orders, Menu menu, FeePolicy fees, Timers timers, Deadlines deadlines, Advisor advisor, SubstitutionPolicy policy, Clock clock) {
    this.orders = orders;
    this.menu = menu;
    this.fees = fees;
    this.timers = timers;
    this.deadlines = deadlines;
    this.advisor = advisor;
    this.policy = policy;
    this.clock = clock;
  }

  /** Takes the order out of its saga, if the customer may be asked, there is time for it and the menu knows of substitutes. */
  @Transactional(TxType.MANDATORY)
  boolean takesOver(Order order, List<Missing> missing) {
    var ingredients = missing.stream().map(Missing::ingredient).toList();
    var catalogue = menu.catalogue();
    if (!order.mayBeSubstituted(policy.otherwise()) || !deadlines.haveTimeFor(order, Duration.ZERO)
        || catalogue.swaps(order.items()).stream().noneMatch(swap -> catalogue.uses(swap.sku(), ingredients))) {
      return false;
    }
    order.shortOf(missing);
    orders.moved(order, "order.short", Map.of("missing", missing), ACTOR);
    return true;
  }

  /** What a language model is to be asked about the order; null where the rules do it alone, or nothing is to be done. */
  @Transactional
  public @Nullable Prompt prompt(String orderId) {
    if (!policy.asksModel()) {
      return null;
    }
    return orders.find(orderId)
        .filter(order -> order.awaits(Step.SUBSTITUTE) && deadlines.haveTimeFor(order, policy.patience())).map(this::substitutes)
        .filter(substitutes -> !substitutes.candidates().isEmpty()).map(advisor::about).orElse(null);
  }

  /**
   * Asks the customer whether something else may stand in for what is short; the order is turned away where nothing can.
   *
   * @param answer what came of {@link #prompt}, null where nobody was asked
   */
  @Transactional
  public void propose(String orderId, @Nullable Answer answer) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.SUBSTITUTE)) {
      return;
    }
    var substitutes = substitutes(order);
    var advised = answer == null ? new Advised(null, policy.asksModel() ? NO_TIME : null) : advisor.read(answer, substitutes);
    var swaps = advised.advice() == null ? substitutes.first() : Optional.of(advised.advice().swaps());
    swaps.ifPresentOrElse(
        chosen -> ask(order, substitutes, chosen, advised),
        () -> orders.refuse(order, Reason.outOfStock(order.shortage()), ACTOR));
  }

  private void ask(Order order, Substitutes substitutes, List<Swap> swaps, Advised advised) {
    var now = clock.instant();
    var items = substitutes.made(swaps).orElseThrow();
    var proposal = new Proposal(substitutes.missing(), swaps, items, order.chargesOf(items, fees).total(),
        advised.advice() == null ? Question.By.RULES : Question.By.MODEL, advised.advice() == null ? null : advised.advice().shown(),
        order.early(now.plus(policy.answer()), now));
    order.proposed(proposal);
    timers.guard(Timers.SUBSTITUTION_EXPIRY, order.id(), proposal.expiresAt());
    var fact = new HashMap<String, Object>(Map.of("proposal", proposal, "question", question(proposal, substitutes.menu())));
    if (advised.fallback() != null) {
      fact.put("fallback", advised.fallback());
    }
    orders.moved(order, "order.substitution.proposed", fact, ACTOR);
  }

  private static String question(Proposal proposal, Catalogue menu) {
    return proposal.swaps().stream().map(swap -> swap.substitute() == null ? "no " + name(swap.sku(), menu)
            : name(swap.substitute(), menu) + " instead of " + name(swap.sku(), menu)).distinct()
        .collect(Collectors.joining(", ", "We have run short. May it be ", ", " + proposal.total().written() + " in all?"));
  }

  private static String name(String sku, Catalogue menu) {
    return menu.dish(sku).orElseThrow().name();
  }

  /** The customer says yes or no to what was proposed. */
  @Transactional(TxType.MANDATORY)
  public Outcome answer(Order order, boolean approved, String actor) {
    if (approved) {
      timers.unguard(order.id());
      order.approved(fees);
      orders.moved(order, "order.substitution.accepted", Map.of("items", order.items(), "total", order.charges().total()), actor);
    } else {
      orders.refuse(order, Reason.outOfStock(order.shortage()), actor);
    }
    return OrderView.of(order);
  }

  /** No answer is a no. */
  @Transactional
  public void unanswered(String orderId) {
    var order = orders.lock(orderId);
    if (!order.shortage().isEmpty() && order.awaits(Step.APPROVE) && !timers.isGuarded(orderId)) {
      answer(order, false, ACTOR);
    }
  }

  private Substitutes substitutes(Order order) {
    return new Substitutes(menu.catalogue(), order.items(),
        database.createQuery("from Stock", Stock.class).getResultStream().collect(Collectors.toMap(Stock::ingredient, Stock::available)));
  }
}
