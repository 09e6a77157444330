package dev.caravan.routes.tasks;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What a task orders is ordered when it is due. */
@Component
public class PlaceStandingOrder extends RouteBuilder {

  @Override
  public void configure() {
    from("{{tasks.place-order}}").routeId("place-standing-order").group("tasks")
        .filter(header("taskId").isNotNull()).bean("standingOrders", "place(${header.taskId})");
  }
}
