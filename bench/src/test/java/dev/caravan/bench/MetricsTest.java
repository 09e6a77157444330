package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void a_route_is_found_by_its_whole_id() {
    var metrics = Metrics.parse("""
        # TYPE camel_exchanges_total counter
        camel_exchanges_total{camelContext="caravan",eventType="context",kind="CamelRoute",routeId=""} 120.0
        camel_exchanges_total{camelContext="caravan",eventType="route",kind="CamelRoute",routeId="place-order"} 5.0
        camel_exchanges_total{camelContext="caravan",eventType="route",kind="CamelRoute",routeId="place-order-again"} 2.0
        camel_exchanges_failed_total{camelContext="caravan",eventType="route",kind="CamelRoute",routeId="place-order"} 1.0
        """);
    assertThat(metrics.exchanges("place-order")).isEqualTo(5);
    assertThat(metrics.exchanges("nowhere")).isZero();
  }
}
