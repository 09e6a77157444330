package dev.caravan.routes.events;

import static dev.caravan.routes.Facts.on;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A fact is on every topic it belongs to, as a CloudEvent. */
@Component
public class PublishFact extends RouteBuilder {

  @Override
  public void configure() {
    from("direct:publish-fact").routeId("publish-fact").group("events")
        .filter(on("order-events")).to("{{topics.order-events}}").end()
        .filter(on("order-updates")).to("{{topics.order-updates}}").end()
        .filter(on("payment-events")).to("{{topics.payment-events}}").end()
        .filter(on("inventory-events")).to("{{topics.inventory-events}}").end()
        .filter(on("task-events")).to("{{topics.task-events}}").end()
        .filter(on("task-updates")).to("{{topics.task-updates}}").end()
        .filter(on("reminders")).to("{{topics.reminders}}").end()
        .filter(on("user-events")).to("{{topics.user-events}}").end()
        .filter(on("timer-events")).to("{{topics.timer-events}}").end()
        .filter(on("notification-events")).to("{{topics.notification-events}}").end()
        .filter(on("review-events")).to("{{topics.review-events}}").end();
  }
}
