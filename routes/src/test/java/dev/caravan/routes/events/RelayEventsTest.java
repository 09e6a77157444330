package dev.caravan.routes.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.TransactedPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class RelayEventsTest {

  /** Hands out one batch of facts. */
  public static class Relay {

    public List<String> nextBatch() {
      return List.of("first", "second", "third");
    }
  }

  /** Remembers what was marked as published. */
  public static class EventLog {

    final List<String> published = new ArrayList<>();

    public void published(List<String> facts) {
      published.addAll(facts);
    }
  }

  /** Remembers what somebody may want to be called of. */
  public static class Webhooks {

    final List<String> told = new ArrayList<>();

    public void callOf(List<String> facts) {
      told.addAll(facts);
    }
  }

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final EventLog eventLog = new EventLog();
  private final Webhooks webhooks = new Webhooks();
  private final List<String> told = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();
  private String untellable = "";

  @BeforeEach
  void start() throws Exception {
    camel.getRegistry().bind("relay", new Relay());
    camel.getRegistry().bind("eventLog", eventLog);
    camel.getRegistry().bind("webhooks", webhooks);
    camel.getRegistry().bind("factMessage", (Processor) exchange -> {});
    camel.getRegistry().bind("countFact", (Processor) exchange -> counted.add(exchange.getMessage().getBody(String.class)));
    camel.getRegistry().bind("together", new TransactedPolicy() {
      @Override
      public void beforeWrap(Route route, NamedNode definition) {}

      @Override
      public Processor wrap(Route route, Processor processor) {
        return processor;
      }
    });
    camel.getPropertiesComponent().addInitialProperty("events.relay", "direct:tick");
    camel.addRoutes(new RelayEvents());
    camel.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        errorHandler(noErrorHandler());
        from("direct:publish-fact").process(exchange -> {
          var fact = exchange.getMessage().getBody(String.class);
          if (fact.equals(untellable)) {
            throw new IllegalStateException("the broker is gone");
          }
          told.add(fact);
        });
        from("direct:next-step").process(exchange -> told.add("next step, body " + exchange.getMessage().getBody()));
        from("direct:next-step-of-tasks").process(exchange -> told.add("of tasks, body " + exchange.getMessage().getBody()));
      }
    });
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void facts_are_told_in_order_and_then_marked() {
    camel.createProducerTemplate().send("direct:tick", exchange -> {});
    assertThat(told).containsExactly(
        "first", "next step, body null", "of tasks, body null", "second", "next step, body null", "of tasks, body null",
        "third", "next step, body null", "of tasks, body null");
    assertThat(counted).containsExactly("first", "second", "third");
    assertThat(webhooks.told).containsExactly("first", "second", "third");
    assertThat(eventLog.published).containsExactly("first", "second", "third");
  }

  @Test
  void nothing_is_marked_when_one_could_not_be_told() {
    untellable = "second";
    var exchange = camel.createProducerTemplate().send("direct:tick", each -> {});
    assertThat(exchange.getException()).hasRootCauseMessage("the broker is gone");
    assertThat(told).containsExactly("first", "next step, body null", "of tasks, body null");
    assertThat(eventLog.published).isEmpty();
  }
}
