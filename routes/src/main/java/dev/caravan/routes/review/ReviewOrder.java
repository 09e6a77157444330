package dev.caravan.routes.review;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A review that nobody decides on in time, or that nobody needs any more, is over. */
@Component
public class ReviewOrder extends RouteBuilder {
  @Override
  public void configure() {
    from("{{review.expire}}").routeId("expire-review").group("review")
        .bean("reviews", "expire(${header.orderId})");

    from("{{review.withdraw}}").routeId("withdraw-review").group("review")
        .bean("reviews", "withdraw(${header.orderId})");
  }
}
