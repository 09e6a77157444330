package dev.caravan.routes.analysis;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The customer's words have become dishes, or the customer learns which of them did not. */
@Component
public class AnalyzeOrder extends RouteBuilder {

  @Override
  public void configure() {
    from("{{analysis.analyze}}").routeId("analyze-order").group("analysis")
        .bean("analysis", "prompt(${header.orderId})")
        .filter(body().isNotNull()).to("direct:ask-model-what-is-ordered").end()
        .bean("analysis", "analyze(${header.orderId}, ${body})");

    from("direct:ask-model-what-is-ordered").routeId("ask-model-what-is-ordered").group("analysis")
        .process("asMessages")
        .circuitBreaker().configuration("analysisGuard")
          .to("{{analysis.model}}")
          .process("said")
        .onFallback()
          .process("silent")
        .end();
  }
}
