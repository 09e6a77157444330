package dev.caravan.routes.analysis;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The customer's words have become dishes, or the customer learns which of them did not. */
@Component
public class AnalyzeOrder extends RouteBuilder {

  @Override
  public void configure() {
    from("{{analysis.analyze}}").routeId("analyze-order").group("analysis")
        .bean("analysis", "analyze(${header.orderId})");
  }
}
