package dev.caravan.model.analysis;

import dev.caravan.model.language.Answer;
import dev.caravan.model.language.Prompt;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Menu;
import dev.caravan.model.orders.Admission;
import dev.caravan.model.orders.Deadlines;
import dev.caravan.model.orders.FeePolicy;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Reason;
import dev.caravan.model.orders.Step;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/**
 * What a customer's words mean in dishes; words that mean none are never guessed at. Where there is a language model, it is asked
 * between two transactions, and nothing is locked while it thinks.
 */
@Named("analysis")
public class Analysis {

  private static final Logger LOG = LoggerFactory.getLogger(Analysis.class);
  private static final String ACTOR = "analysis";

  /** The order has no time for a model. */
  private static final String NO_TIME = "no-time";

  private final Orders orders;
  private final Menu menu;
  private final FeePolicy fees;
  private final Admission admission;
  private final Deadlines deadlines;
  private final Proposals proposals;
  private final AnalysisPolicy policy;
  private final MeterRegistry metrics;

  public Analysis(
      Orders orders, Menu menu, FeePolicy fees, Admission admission, Deadlines deadlines, Proposals proposals, AnalysisPolicy policy,
      MeterRegistry metrics) {
    this.orders = orders;
    this.menu = menu;
    this.fees = fees;
    this.admission = admission;
    this.deadlines = deadlines;
    this.proposals = proposals;
    this.policy = policy;
    this.metrics = metrics;
  }

  /** What a language model is to be asked about the order; null where the rules do it alone, or nothing is to be done. */
  @Transactional
  public @Nullable Prompt prompt(String orderId) {
    if (!policy.asksModel()) {
      return null;
    }
    return orders.find(orderId)
        .filter(order -> order.awaits(Step.ANALYZE) && deadlines.haveTimeFor(order, policy.patience())).map(Order::text)
        .map(text -> proposals.about(text, menu.catalogue())).orElse(null);
  }

  /** Does nothing for an order that has been analyzed meanwhile. @param answer what came of {@link #prompt}, null where nobody was asked */
  @Transactional
  public void analyze(String orderId, @Nullable Answer answer) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.ANALYZE) || order.text() == null) {
      return;
    }
    var understanding = answer == null
        ? Understanding.of(OrderText.read(order.text(), menu.catalogue()), policy.asksModel() ? NO_TIME : null)
        : proposals.understand(order.text(), menu.catalogue(), answer);
    tell(order, understanding, answer);
    if (understanding.isClear()) {
      take(order, understanding);
    } else {
      orders.refuse(order, Reason.notUnderstood(understanding.understood(), understanding.notUnderstood(),
          understanding.reader().code(), understanding.fallback()), ACTOR);
    }
  }

  private void tell(Order order, Understanding understanding, @Nullable Answer answer) {
    var reader = understanding.reader().code();
    var fallback = Objects.requireNonNullElse(understanding.fallback(), "none");
    LOG.info("Order {} was {} by {} (fallback: {})", order.id(), understanding.isClear() ? "read" : "not understood", reader, fallback);
    LOG.debug("Order {} says: {} The model says: {}", order.id(), order.text(), answer);
    metrics.counter("caravan.analysis.orders", "reader", reader, "fallback", fallback,
        "outcome", understanding.isClear() ? "understood" : "not-understood").increment();
  }

  private void take(Order order, Understanding understanding) {
    var priced = menu.price(understanding.wishes());
    if (priced instanceof Menu.Priced understood) {
      order.analyzed(understood.items(), fees);
      var concerned = admission.concerns(order, understanding.certainty());
      orders.moved(order, "order.analyzed", fact(understood.items(), understanding, !concerned), ACTOR);
      if (concerned) {
        admission.admit(order, understanding.certainty());
      }
    } else if (priced instanceof Menu.Refused refused) {
      orders.refuse(order, Reason.of(refused.refusal().code(), refused.refusal().detail()), ACTOR);
    }
  }

  private HashMap<String, Object> fact(List<Item> items, Understanding understanding, boolean admitted) {
    var fact = new HashMap<String, Object>();
    fact.put("items", items);
    fact.put("ingredients", menu.needs(items));
    fact.put("understood", understanding.understood());
    fact.put("confidence", understanding.certainty().percent());
    fact.put("admitted", admitted);
    fact.put("readBy", understanding.reader().code());
    if (!understanding.proposed().isEmpty()) {
      fact.put("proposed", understanding.proposed());
    }
    if (understanding.fallback() != null) {
      fact.put("fallback", understanding.fallback());
    }
    return fact;
  }
}
