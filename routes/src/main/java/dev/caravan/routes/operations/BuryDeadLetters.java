package dev.caravan.routes.operations;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A message that nobody could process is on record for an operator. */
@Component
public class BuryDeadLetters extends RouteBuilder {

  @Override
  public void configure() {
    from("{{operations.dead-letters}}").routeId("bury-dead-letter").group("operations")
        .bean("deadLetters", "bury(${header._AMQ_ORIG_ADDRESS}, ${header.orderId}, ${header.seq}, ${bodyAs(String)})");
  }
}
