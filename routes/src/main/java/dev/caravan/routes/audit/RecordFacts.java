package dev.caravan.routes.audit;

import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What is told on any topic is in the audit, once. */
@Component
public class RecordFacts extends RouteBuilder {

  @Override
  public void configure() {
    from("{{audit.order-events}}").routeId("record-order-events").group("audit").to("direct:record-fact");
    from("{{audit.order-updates}}").routeId("record-order-updates").group("audit").to("direct:record-fact");
    from("{{audit.payment-events}}").routeId("record-payment-events").group("audit").to("direct:record-fact");
    from("{{audit.inventory-events}}").routeId("record-inventory-events").group("audit").to("direct:record-fact");
    from("{{audit.task-events}}").routeId("record-task-events").group("audit").to("direct:record-fact");
    from("{{audit.task-updates}}").routeId("record-task-updates").group("audit").to("direct:record-fact");
    from("{{audit.reminders}}").routeId("record-reminders").group("audit").to("direct:record-fact");
    from("{{audit.user-events}}").routeId("record-user-events").group("audit").to("direct:record-fact");
    from("{{audit.timer-events}}").routeId("record-timer-events").group("audit").to("direct:record-fact");
    from("{{audit.notification-events}}").routeId("record-notification-events").group("audit").to("direct:record-fact");
    from("{{audit.review-events}}").routeId("record-review-events").group("audit").to("direct:record-fact");

    // What is collected here and lost in a crash is found by the sweep.
    from("direct:record-fact").routeId("record-fact").group("audit")
        .bean("cloudEvents", "read")
        .aggregate(constant(true), AggregationStrategies.groupedBody()).completionSize(500).completionInterval(100).forceCompletionOnStop()
          .bean("audit", "record");
  }
}
