package dev.caravan.model.analysis;

import dev.caravan.model.menu.Menu;
import dev.caravan.model.orders.Admission;
import dev.caravan.model.orders.FeePolicy;
import dev.caravan.model.orders.Order;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Reason;
import dev.caravan.model.orders.Step;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;

import java.util.Map;

/** What a customer's words mean in dishes; words that mean none are never guessed at. */
@Named("analysis")
public class Analysis {

  private static final String ACTOR = "analysis";

  private final Orders orders;
  private final Menu menu;
  private final FeePolicy fees;
  private final Admission admission;

  public Analysis(Orders orders, Menu menu, FeePolicy fees, Admission admission) {
    this.orders = orders;
    this.menu = menu;
    this.fees = fees;
    this.admission = admission;
  }

  @Transactional
  public void analyze(String orderId) {
    var order = orders.lock(orderId);
    if (!order.awaits(Step.ANALYZE) || order.text() == null) {
      return;
    }
    var reading = OrderText.read(order.text(), menu.catalogue());
    if (reading.isClear()) {
      take(order, reading);
    } else {
      orders.refuse(order, Reason.notUnderstood(reading.understood(), reading.notUnderstood()), ACTOR);
    }
  }

  private void take(Order order, Reading reading) {
    var priced = menu.price(reading.wishes());
    if (priced instanceof Menu.Priced understood) {
      order.analyzed(understood.items(), fees);
      var concerned = admission.concerns(order);
      orders.moved(order, "order.analyzed",
          Map.of("items", understood.items(), "understood", reading.understood(), "confidence", reading.confidence(),
              "admitted", !concerned), ACTOR);
      if (concerned) {
        admission.admit(order, reading.confidence());
      }
    } else if (priced instanceof Menu.Refused refused) {
      orders.refuse(order, Reason.of(refused.refusal().code(), refused.refusal().detail()), ACTOR);
    }
  }
}
