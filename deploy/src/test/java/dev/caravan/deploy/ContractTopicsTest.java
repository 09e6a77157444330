package dev.caravan.deploy;

import static dev.caravan.deploy.Contract.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.config.events.CloudEvents;
import dev.caravan.config.events.FactMessage;
import dev.caravan.model.events.Event;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/** The contract of the topics says what the code tells: neither changes without the other. */
@EndToEnd
class ContractTopicsTest {

  private static final Set<String> ABOUT_NO_ORDER = Set.of(
      "notification.sent", "notification.failed", "webhook.disabled", "review-policy.changed", "stock.low", "stock.restocked", "stock.counted", "user.registered",
      "user.blocked", "user.unblocked");

  private static final Set<String> ABOUT_A_TASK = Set.of(
      "task.created", "task.updated", "task.completed", "task.skipped", "task.reopened", "task.snoozed", "task.deleted",
      "task.restored", "schedule.paused", "schedule.resumed", "schedule.ended", "reminder.triggered");

  @Autowired ModelCamelContext camel;
  @Autowired ObjectMapper json;
  @Autowired CloudEvents cloudEvents;
  @Autowired FactMessage factMessage;
  @Autowired JdbcTemplate database;
  @LocalServerPort int port;

  private Contract contract;

  @BeforeEach
  void read() {
    contract = new Contract(port, "asyncapi");
  }

  @Test
  void every_fact_that_the_code_tells_is_in_the_contract_on_its_topics() throws IOException {
    var facts = factsInSources();
    assertThat(facts).hasSizeGreaterThan(60).containsAll(ABOUT_NO_ORDER);
    var expected = new TreeMap<String, Set<String>>();
    for (var fact : facts) {
      var data = ABOUT_NO_ORDER.contains(fact) ? Map.<String, Object>of() : ABOUT_A_TASK.contains(fact)
          ? Map.<String, Object>of("taskId", "t-1", fact.startsWith("task.") ? "task" : "id", "t-1") : Map.<String, Object>of("orderId", "o-1");
      var on = topics(new Event(1, UUID.randomUUID(), fact, "o-1", data, "test", Instant.now(), null));
      assertThat(on).as("topics of " + fact).isNotEmpty();
      on.forEach(topic -> expected.computeIfAbsent(topic, name -> new TreeSet<>()).add(fact));
    }
    expected.remove("order-updates");
    var declared = new TreeMap<String, Set<String>>();
    contract.at("/channels").fields().forEachRemaining(channel -> declared.put(channel.getValue().get("address").asText(),
        new TreeSet<>(texts(contract.resolve(payload(channel.getKey()).at("/allOf/1/properties/type")).get("enum")))));
    var updates = declared.remove("order-updates");
    assertThat(declared).isEqualTo(expected);
    assertThat(declared.get("order-events")).containsAll(updates);
  }

  @Test
  void facts_of_each_type_that_were_recorded_by_now_are_as_the_contract_says() {
    var shop = new Shop(port);
    shop.servesAndHandsOver(shop.orders(1, "card"));
    shop.post("/tasks", "{\"title\": \"Call the bakery\", \"dueDate\": \"2030-01-31\"}");
    var faults = new ArrayList<String>();
    database.query("""
        select distinct on (type, jsonb_exists(data, 'from'), jsonb_exists(data, 'orderId'), jsonb_exists(data, 'taskId'), data ->> 'fulfilment')
               seq, id, type, subject, data::text as data, actor, occurred_at, trace
        from events.event""", row -> {
      var fact = new Event(row.getLong("seq"), row.getObject("id", UUID.class), row.getString("type"), row.getString("subject"),
          data(row.getString("data")), row.getString("actor"), row.getTimestamp("occurred_at").toInstant(), row.getString("trace"));
      for (var topic : topics(fact)) {
        contract.faults(payload(topic), Shop.read(cloudEvents.write(fact))).forEach(fault -> faults.add(topic + " " + fact + ": " + fault));
      }
    });
    assertThat(faults).isEmpty();
  }

  private JsonNode payload(String topic) {
    var message = contract.resolve(contract.at("/channels/" + topic + "/messages/fact"));
    return contract.resolve(message.get("payload"));
  }

  /** Every dotted word in the model's sources that names no table, but for those that only listen. */
  private static Set<String> factsInSources() throws IOException {
    var fact = Pattern.compile("(?<!QuerySpace\\()\"((?!caravan|fulfilment|price|recurrence)[a-z-]+(?:\\.[a-z-]+)+)\"");
    var facts = new TreeSet<String>();
    try (var files = Files.walk(Path.of("../model/src/main/java"))) {
      for (var file : files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("Milestone.java")).toList()) {
        fact.matcher(Files.readString(file)).results().map(match -> match.group(1)).forEach(facts::add);
      }
    }
    return facts;
  }

  /** Where the relay would publish it. */
  private Set<String> topics(Event fact) {
    var exchange = new DefaultExchange(camel);
    exchange.getMessage().setBody(fact);
    try {
      factMessage.process(exchange);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    var on = new TreeSet<String>();
    for (var filter : ProcessorDefinitionHelper.filterTypeInOutputs(camel.getRouteDefinition("publish-fact").getOutputs(), FilterDefinition.class)) {
      var predicate = filter.getExpression().getPredicate();
      predicate.init(camel);
      if (predicate.matches(exchange)) {
        var endpoint = camel.resolvePropertyPlaceholders(((ToDefinition) filter.getOutputs().get(0)).getUri());
        on.add(endpoint.substring(endpoint.lastIndexOf(':') + 1));
      }
    }
    return on;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> data(String text) {
    try {
      return json.readValue(text, HashMap.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
