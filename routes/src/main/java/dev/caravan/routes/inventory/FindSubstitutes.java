package dev.caravan.routes.inventory;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The customer of an order that is short is asked whether something else may stand in, and is not waited for for ever. */
@Component
public class FindSubstitutes extends RouteBuilder {

  @Override
  public void configure() {
    from("{{inventory.substitute}}").routeId("find-substitutes").group("inventory")
        .setProperty("order", header("orderId"))                              // whatever a model makes of the headers
        .bean("substitution", "prompt(${exchangeProperty.order})")
        .filter(body().isNotNull()).to("direct:ask-model-for-substitutes").end()
        .bean("substitution", "propose(${exchangeProperty.order}, ${body})");

    from("direct:ask-model-for-substitutes").routeId("ask-model-for-substitutes").group("inventory")
        .process("asMessages")
        .circuitBreaker().configuration("substitutionGuard")
          .to("{{inventory.model}}")
          .process("said")
        .onFallback()
          .process("silent")
        .end()
        .removeHeaders("*");

    from("{{inventory.unanswered}}").routeId("expire-substitutes").group("inventory")
        .bean("substitution", "unanswered(${header.orderId})");
  }
}
