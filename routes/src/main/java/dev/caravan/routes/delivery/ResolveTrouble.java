package dev.caravan.routes.delivery;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Where somebody does not come, answer or open, the order goes on without them. */
@Component
public class ResolveTrouble extends RouteBuilder {
  @Override
  public void configure() {
    from("{{delivery.runner-vanished}}").routeId("resolve-vanished-runner").group("delivery")
        .bean("acceptance", "runnerVanished(${header.orderId})");

    from("{{delivery.unanswered}}").routeId("resolve-unanswered-question").group("delivery")
        .bean("stages", "unanswered(${header.orderId})");

    from("{{delivery.nobody-came}}").routeId("resolve-unreachable-customer").group("delivery")
        .bean("stages", "nobodyCame(${header.orderId})");

    from("{{delivery.confirm-by-time}}").routeId("confirm-delivery-by-time").group("delivery")
        .bean("completion", "confirmByTime(${header.orderId})");
  }
}
