package dev.caravan.routes.audit;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What no topic has told, because the broker's data was lost or there was no audit yet, is in the audit all the same. */
@Component
public class SweepFacts extends RouteBuilder {

  @Override
  public void configure() {
    from("{{audit.sweep}}").routeId("sweep-facts").group("audit")
        .loopDoWhile(simple("${body} == null || ${body} > 0"))
          .bean("audit", "recordMissing(500)");
  }
}
