package dev.caravan.config.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/** Counts the facts that the relay publishes, by their type; one that is told again is counted again. */
@Component("countFact")
class CountFact implements Processor {

  private final MeterProvider<Counter> facts;

  CountFact(MeterRegistry metrics) {
    facts = Counter.builder("caravan.events.published").description("facts published by the relay").withRegistry(metrics);
  }

  @Override
  public void process(Exchange exchange) {
    facts.withTag("type", exchange.getMessage().getHeader("fact", String.class)).increment();
  }
}
