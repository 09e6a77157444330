package dev.caravan.routes.operations;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What an operator asks and does over HTTP. */
@Component
public class OperationsApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/operations")
        .get("/invariants").id("check-invariants-request").to("direct:check-invariants");
    rest("/dead-letters")
        .get().id("list-dead-letters-request").to("direct:list-dead-letters")
        .delete("/{id}").id("dismiss-request").to("direct:dismiss-dead-letter")
        .post("/{id}/redrive").id("redrive-request").to("direct:redrive-dead-letter");

    from("direct:check-invariants").routeConfigurationId("api").routeId("check-invariants").group("operations")
        .bean("invariants", "check()")
        .process("answer");

    from("direct:list-dead-letters").routeConfigurationId("api").routeId("list-dead-letters").group("operations")
        .bean("deadLetters", "open()")
        .process("answer");

    from("direct:redrive-dead-letter").routeConfigurationId("api").routeId("redrive-dead-letter").group("operations")
        .bean("deadLetters", "redrive(${header.id})")
        .process("answer");

    from("direct:dismiss-dead-letter").routeConfigurationId("api").routeId("dismiss-dead-letter").group("operations")
        .bean("deadLetters", "dismiss(${header.id})")
        .process("answer");
  }
}
