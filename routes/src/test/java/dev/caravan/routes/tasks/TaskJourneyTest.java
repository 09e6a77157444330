package dev.caravan.routes.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

class TaskJourneyTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();

  @BeforeEach
  void everyCommandGoesToAMockOfItsName() throws Exception {
    camel.addComponent("mock", new MockComponent());
    camel.addComponent("direct", new DirectComponent());
    camel.getPropertiesComponent().addPropertiesSource(new PropertiesSource() {
      @Override
      public String getName() {
        return "mocks";
      }

      @Override
      public String getProperty(String name) {
        return "mock:" + name;
      }
    });
    camel.addRoutes(new TaskJourney());
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @ParameterizedTest(name = "{0} is followed by {1}")
  @CsvSource({"task.completed, tasks.repeat", "task.skipped, tasks.repeat"})
  void what_recurs_comes_back(String fact, String command) {
    assertThat(commandsAfter(fact, Map.of("recurring", true))).containsExactly(command);
    assertThat(commandsAfter(fact, Map.of("recurring", false))).isEmpty();
  }

  @ParameterizedTest(name = "a {0} is followed by {1}")
  @CsvSource({"REMINDER, tasks.remind", "STANDING_ORDER, tasks.place-order"})
  void what_is_timed_is_done(String kind, String command) {
    assertThat(commandsAfter("timer.fired", Map.of("kind", kind))).containsExactly(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"order.review.requested", "order.stuck", "order.compensation-failed", "stock.low"})
  void what_needs_a_person_is_a_duty(String fact) {
    assertThat(commandsAfter(fact, Map.of())).containsExactly("tasks.open-duty");
  }

  @ParameterizedTest(name = "{0} is followed by {1}")
  @CsvSource({"REVIEW, review.decide", "STUCK_ORDER, orders.rescue", "FAILED_UNDO, orders.rescue", "LOW_STOCK, inventory.restock"})
  void what_a_person_decided_is_done(String duty, String command) {
    assertThat(commandsAfter("task.completed", Map.of("recurring", false, "duty", duty))).containsExactly(command);
    assertThat(commandsAfter("task.created", Map.of("recurring", false, "duty", duty))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"schedule.resumed"})
  void what_is_resumed_comes_back(String fact) {
    assertThat(commandsAfter(fact, Map.of())).containsExactly("tasks.repeat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"order.received", "order.completed", "task.updated", "schedule.ended", "reminder.triggered", "stock.restocked"})
  void nothing_follows_from_anything_else(String fact) {
    assertThat(commandsAfter(fact, Map.of())).isEmpty();
  }

  private List<String> commandsAfter(String fact, Map<String, Object> told) {
    MockEndpoint.resetMocks(camel);
    var headers = new HashMap<>(told);
    headers.put("fact", fact);
    camel.createProducerTemplate().sendBodyAndHeaders("direct:next-step-of-tasks", null, headers);
    return camel.getEndpoints().stream().filter(MockEndpoint.class::isInstance).map(MockEndpoint.class::cast)
        .filter(mock -> !mock.getReceivedExchanges().isEmpty())
        .flatMap(mock -> mock.getReceivedExchanges().stream().map(Exchange::getFromRouteId).map(route -> mock.getName())).toList();
  }
}
