package dev.caravan.routes.events;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A fact is on every topic it belongs to, as a CloudEvent. */
@Component
public class PublishFact extends RouteBuilder {

  @Override
  public void configure() {
    from("direct:publish-fact").routeId("publish-fact").group("events")
        .filter(header("orderId").isNotNull()).to("{{topics.order-events}}").end()
        .filter(header("statusChanged").isEqualTo(true)).to("{{topics.order-updates}}").end()
        .filter(header("fact").regex("(payment|escrow)\\..*")).to("{{topics.payment-events}}").end()
        .filter(header("fact").regex("(task|schedule)\\..*")).to("{{topics.task-events}}").end()
        .filter(header("taskShown").isEqualTo(true)).to("{{topics.task-updates}}").end()
        .filter(header("fact").isEqualTo("reminder.triggered")).to("{{topics.reminders}}").end()
        .filter(header("fact").startsWith("stock.")).to("{{topics.inventory-events}}").end()
        .filter(header("fact").startsWith("user.")).to("{{topics.user-events}}").end()
        .filter(header("fact").isEqualTo("timer.fired")).to("{{topics.timer-events}}").end()
        .filter(header("fact").startsWith("notification.")).to("{{topics.notification-events}}").end()
        .filter(header("fact").startsWith("review-policy.")).to("{{topics.review-events}}").end();
  }
}
