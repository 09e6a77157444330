package dev.caravan.routes.tasks;

import static dev.caravan.routes.Facts.duty;
import static dev.caravan.routes.Facts.fact;
import static dev.caravan.routes.Facts.kind;
import static dev.caravan.routes.Facts.recurring;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What follows for people's tasks from what has just become true, and from their tasks for the house. */
@Component
public class TaskJourney extends RouteBuilder {

  @Override
  public void configure() {
    from("direct:next-step-of-tasks").routeId("task-journey").group("tasks")
        .choice()
          // at its time
          .when(fact("timer.fired", kind("REMINDER"))).to("{{tasks.remind}}")
          .when(fact("timer.fired", kind("STANDING_ORDER"))).to("{{tasks.place-order}}")

          // again
          .when(fact("task.completed", recurring())).to("{{tasks.repeat}}")
          .when(fact("task.skipped", recurring())).to("{{tasks.repeat}}")
          .when(fact("schedule.resumed")).to("{{tasks.repeat}}")

          // needed
          .when(fact("order.review.requested", "order.stuck", "order.compensation-failed", "stock.low")).to("{{tasks.open-duty}}")

          // decided
          .when(fact("task.completed", duty("REVIEW"))).to("{{review.decide}}")
          .when(fact("task.completed", duty("STUCK_ORDER"))).to("{{orders.rescue}}")
          .when(fact("task.completed", duty("FAILED_UNDO"))).to("{{orders.rescue}}")
          .when(fact("task.completed", duty("LOW_STOCK"))).to("{{inventory.restock}}");
  }
}
