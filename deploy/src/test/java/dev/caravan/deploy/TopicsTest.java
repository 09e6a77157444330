package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

@EndToEnd
class TopicsTest {

  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(30);

  @Autowired ConnectionFactory broker;

  @Test
  void a_subscriber_hears_every_fact_of_an_order_in_order_as_a_cloud_event(@LocalServerPort int port) {
    var shop = new Shop(port);
    try (var context = broker.createContext()) {
      Setting.assumeTopicsSpeakJms();
      var consumer = context.createConsumer(context.createTopic("order-events"));
      var id = shop.orders(1, "card");
      shop.servesAndHandsOver(id);
      var heard = facts(consumer, id, "order.completed");
      assertThat(heard).extracting(TopicsTest::type).containsExactlyElementsOf(
          shop.history(id).stream().filter(type -> !type.equals("notification.sent")).toList());
      assertThat(heard).allSatisfy(event -> {
        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("source").asText()).isEqualTo("/caravan");
        assertThat(event.get("datacontenttype").asText()).isEqualTo("application/json");
        assertThat(Instant.parse(event.get("time").asText())).isBefore(Instant.now());
        assertThat(event.at("/data/orderId").asText()).isEqualTo(id);
        assertThat(event.get("trace").asText()).matches("[0-9a-f]{32}");
      });
      assertThat(heard).extracting(event -> event.get("sequence").asLong()).isSorted();
    }
  }

  @Test
  void each_topic_carries_what_it_is_for(@LocalServerPort int port) {
    var shop = new Shop(port);
    try (var context = broker.createContext()) {
      Setting.assumeTopicsSpeakJms();
      var updates = context.createConsumer(context.createTopic("order-updates"));
      var payments = context.createConsumer(context.createTopic("payment-events"));
      var inventory = context.createConsumer(context.createTopic("inventory-events"));
      var id = shop.orders(1, "card");
      shop.servesAndHandsOver(id);
      shop.post("/inventory/blueberries/restock", "{\"quantity\": 10}");

      assertThat(facts(updates, id, "order.completed")).extracting(event -> event.at("/data/status").asText()).containsExactly(
          "RECEIVED", "RESERVED", "PAID", "CONFIRMED", "PREPARING", "READY", "COLLECTED", "COMPLETED");
      assertThat(facts(payments, id, "escrow.released")).extracting(TopicsTest::type)
          .containsExactly("payment.pending", "payment.authorized", "escrow.placed", "payment.captured", "escrow.released");
      assertThat(facts(inventory, "blueberries", "stock.restocked")).extracting(TopicsTest::type).containsExactly("stock.restocked");
    }
  }

  @Test
  void what_is_told_of_a_user_is_nothing_personal(@LocalServerPort int port) {
    var shop = new Shop(port);
    var id = "eve-" + System.nanoTime();
    try (var context = broker.createContext()) {
      Setting.assumeTopicsSpeakJms();
      var users = context.createConsumer(context.createTopic("user-events"));
      shop.post("/users", """
          {"id": "%s", "name": "Eve Adams", "email": "eve@example.org", "roles": ["RUNNER", "CUSTOMER"]}""".formatted(id));
      shop.post("/users/" + id + "/block", "{\"reason\": \"writes as eve@example.com\"}");
      shop.post("/users/" + id + "/unblock", "");
      var heard = facts(users, id, "user.unblocked");
      assertThat(heard).extracting(TopicsTest::type).containsExactly("user.registered", "user.blocked", "user.unblocked");
      assertThat(heard).allSatisfy(
          event -> assertThat(event.get("data").toString()).isEqualTo("{\"roles\":[\"CUSTOMER\",\"RUNNER\"]}"));
    }
  }

  /** What is heard of a subject, up to its last fact; one that is told again is known by its id. */
  private static List<JsonNode> facts(JMSConsumer consumer, String subject, String last) {
    var facts = new LinkedHashMap<String, JsonNode>();
    var type = "";
    while (!type.equals(last)) {
      var event = next(consumer);
      if (event.get("subject").asText().equals(subject)) {
        facts.putIfAbsent(event.get("id").asText(), event);
        type = type(event);
      }
    }
    return List.copyOf(facts.values());
  }

  private static JsonNode next(JMSConsumer consumer) {
    try {
      return Shop.read(consumer.receive(PATIENCE_MILLIS).getBody(String.class));
    } catch (JMSException e) {
      throw new AssertionError(e);
    }
  }

  private static String type(JsonNode event) {
    return event.get("type").asText();
  }
}
