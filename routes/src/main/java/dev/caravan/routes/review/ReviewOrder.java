package dev.caravan.routes.review;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A review is over when a person who was asked decides, when nobody does in time, or when nobody needs it any more. */
@Component
public class ReviewOrder extends RouteBuilder {
  @Override
  public void configure() {
    from("{{review.expire}}").routeId("expire-review").group("review")
        .bean("reviews", "expire(${header.orderId})");

    from("{{review.decide}}").routeId("decide-review").group("review")
        .filter(header("seq").isNotNull()).bean("reviews", "decided(${header.seq})");

    from("{{review.withdraw}}").routeId("withdraw-review").group("review")
        .bean("reviews", "withdraw(${header.orderId})");
  }
}
