package dev.caravan.routes.orders;

import static dev.caravan.routes.Facts.*;
import static org.apache.camel.builder.PredicateBuilder.and;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Every order's way, from what has just become true to what must happen next. */
@Component
public class OrderJourney extends RouteBuilder {

  @Override
  public void configure() {
    from("direct:next-step").routeId("order-journey").group("orders")
        .choice()
          // placed
          .when(fact("order.received", freeText())).to("{{analysis.analyze}}")
          .when(and(fact("order.received", "order.analyzed"), admitted())).to("{{orders.place}}")      // opens the saga
          .when(fact("order.approved", "order.substitution.accepted")).to("{{orders.place}}")          // opens the saga
          .when(fact("order.placed")).to("{{inventory.reserve}}")
          .when(fact("order.short")).to("{{inventory.substitute}}")
          .when(fact("order.reserved")).to("{{payments.hold}}")
          .when(fact("payment.authorized")).to("{{payments.escrow}}")
          .when(fact("escrow.placed")).to("{{orders.confirm}}")                                        // closes the saga

          // offered and accepted
          .when(fact("order.confirmed", courier())).to("{{delivery.offer}}")
          .when(fact("runner.bound")).to("{{delivery.accept}}")                                        // opens the saga
          .when(fact("order.accepting")).to("{{payments.capture}}").to("{{delivery.confirm-acceptance}}")
          .when(fact("payment.captured", courier())).to("{{delivery.confirm-acceptance}}")             // closes the saga

          // sent
          .when(fact("order.confirmed", shipment())).to("{{payments.capture}}")
          .when(fact("payment.captured", shipment())).to("{{orders.ship}}")
          .when(fact("order.shipping")).to("{{shipping.pack}}")
          .when(fact("order.address.updated", shipment())).to("{{shipping.pack}}")                     // another label
          .when(fact("package.prepared")).to("{{shipping.dispatch}}")
          .when(fact("shipment.failed")).to("{{orders.ship}}")                                         // by another carrier
          .when(fact("order.shipped")).to("{{inventory.consume}}")
          .when(fact("stock.consumed", shipment())).to("{{payments.release}}")

          // made
          .when(fact("order.confirmed")).to("{{inventory.consume}}")
          .when(fact("order.accepted")).to("{{inventory.consume}}").to("{{kitchen.prepare}}")          // whatever is left of it
          .when(fact("stock.consumed")).to("{{kitchen.prepare}}")
          .when(fact("order.prepared", setting("{{caravan.kitchen.ready-by-itself}}"))).to("{{kitchen.finish}}")
          .when(fact("order.ready", setting("{{caravan.orders.collected-by-itself}}"))).to("{{orders.collect}}")

          // bought
          .when(fact("order.approval.given")).to("{{payments.charge-more}}")
          .when(fact("order.purchased")).to("{{payments.adjust}}")

          // completed
          .when(fact("order.delivery-confirmed")).to("{{delivery.complete}}")                          // opens the saga
          .when(fact("order.completing")).to("{{payments.release}}")
          .when(fact("order.collected", pickup())).to("{{payments.release}}")
          .when(fact("escrow.released", courier())).to("{{delivery.discharge}}")
          .when(fact("escrow.released", "runner.discharged")).to("{{orders.complete}}")                // closes the saga

          // where somebody does not come or answer
          .when(fact("timer.fired", kind("ORDER_TIMEOUT"))).to("{{delivery.expire}}")
          .when(fact("timer.fired", kind("STAGE_TIMEOUT"))).to("{{delivery.runner-vanished}}")
          .when(fact("timer.fired", kind("APPROVAL_EXPIRY"))).to("{{delivery.unanswered}}")
          .when(fact("timer.fired", kind("CUSTOMER_GRACE"))).to("{{delivery.nobody-came}}")
          .when(fact("timer.fired", kind("CONFIRMATION_GRACE"))).to("{{delivery.confirm-by-time}}")
          .when(fact("timer.fired", kind("PAYMENT_RETRY"))).to("{{payments.hold}}").to("{{payments.charge-more}}")
              .to("{{payments.capture}}").to("{{payments.void}}").to("{{payments.refund}}")
          .when(fact("timer.fired", kind("SHIPMENT_RETRY"))).to("{{shipping.dispatch}}")
          .when(fact("timer.fired", kind("LABEL_RETRY"))).to("{{shipping.give-up}}")
          .when(fact("timer.fired", kind("REVIEW_EXPIRY"))).to("{{review.expire}}")
          .when(fact("timer.fired", kind("SUBSTITUTION_EXPIRY"))).to("{{inventory.unanswered}}")
          .when(fact("timer.fired", kind("DEADLINE"))).to("{{orders.expire}}")
          .when(fact("payment.reported")).to("{{payments.hold}}").to("{{payments.charge-more}}")

          // taken back
          .when(fact("order.refused", placing())).to("{{orders.cancel-saga}}")                         // the saga undoes it
          .when(fact("order.refused")).to("{{inventory.release}}").to("{{kitchen.withdraw}}").to("{{delivery.release-runner}}")
              .to("{{shipping.unpack}}").to("{{payments.return-escrow}}").to("{{payments.start-voiding}}")
          .when(fact("shipment.voiding")).to("{{shipping.give-up}}")
          .when(fact("order.cancelled", "order.rejected")).to("{{review.withdraw}}")
          .when(fact("payment.voiding")).to("{{payments.void}}")
          .when(fact("payment.refunding")).to("{{payments.refund}}");
  }
}
