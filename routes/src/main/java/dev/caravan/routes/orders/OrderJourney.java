package dev.caravan.routes.orders;

import static dev.caravan.routes.Facts.*;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Every order's way, from what has just become true to what must happen next. */
@Component
public class OrderJourney extends RouteBuilder {

  @Override
  public void configure() {
    from("direct:next-step").routeId("order-journey").group("orders")
        .choice()
          .when(fact("order.received", freeText())).to("{{analysis.analyze}}")
          .when(fact("order.received", "order.analyzed")).to("{{orders.place}}")                       // opens the saga
          .when(fact("order.placed")).to("{{inventory.reserve}}")
          .when(fact("order.reserved")).to("{{payments.hold}}")
          .when(fact("timer.fired", kind("payment-retry"))).to("{{payments.hold}}")
          .when(fact("payment.authorized")).to("{{payments.escrow}}")
          .when(fact("escrow.placed")).to("{{orders.confirm}}")                                        // closes the saga
          .when(fact("order.confirmed")).to("{{inventory.consume}}")
          .when(fact("stock.consumed")).to("{{kitchen.prepare}}")
          .when(fact("order.prepared", setting("{{caravan.kitchen.ready-by-itself}}"))).to("{{kitchen.finish}}")
          .when(fact("order.ready", setting("{{caravan.orders.collected-by-itself}}"))).to("{{orders.collect}}")
          .when(fact("order.collected")).to("{{payments.release}}")
          .when(fact("escrow.released")).to("{{orders.complete}}")

          .when(fact("order.refused", placing())).to("{{orders.cancel-saga}}")                         // the saga undoes it
          .when(fact("order.refused"))
              .to("{{inventory.release}}").to("{{payments.return-escrow}}").to("{{payments.start-voiding}}")
          .when(fact("payment.voiding")).to("{{payments.void}}");
  }
}
