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
import java.util.ArrayList;
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
      var consumer = context.createConsumer(context.createTopic("order-events"));
      var id = shop.orders(1, "card");
      shop.servesAndHandsOver(id);
      var heard = new ArrayList<JsonNode>();
      while (heard.isEmpty() || !type(heard.get(heard.size() - 1)).equals("order.completed")) {
        var event = next(consumer);
        if (event.get("subject").asText().equals(id)) {
          heard.add(event);
        }
      }
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
      assertThat(heard).extracting(event -> event.get("id").asText()).doesNotHaveDuplicates();
    }
  }

  @Test
  void each_topic_carries_what_it_is_for(@LocalServerPort int port) {
    var shop = new Shop(port);
    try (var context = broker.createContext()) {
      var updates = context.createConsumer(context.createTopic("order-updates"));
      var payments = context.createConsumer(context.createTopic("payment-events"));
      var inventory = context.createConsumer(context.createTopic("inventory-events"));
      var id = shop.orders(1, "card");
      shop.servesAndHandsOver(id);
      shop.post("/inventory/blueberries/restock", "{\"quantity\": 10}");

      assertThat(statuses(updates, id)).containsExactly(
          "RECEIVED", "RESERVED", "PAID", "CONFIRMED", "PREPARING", "READY", "COLLECTED", "COMPLETED");
      assertThat(types(payments, id, "escrow.released"))
          .containsExactly("payment.pending", "payment.authorized", "escrow.placed", "escrow.released");
      assertThat(types(inventory, "blueberries", "stock.restocked")).containsExactly("stock.restocked");
    }
  }

  private static List<String> statuses(JMSConsumer consumer, String id) {
    var statuses = new ArrayList<String>();
    while (statuses.isEmpty() || !statuses.get(statuses.size() - 1).equals("COMPLETED")) {
      var event = next(consumer);
      if (event.get("subject").asText().equals(id)) {
        statuses.add(event.at("/data/status").asText());
      }
    }
    return statuses;
  }

  private static List<String> types(JMSConsumer consumer, String subject, String last) {
    var types = new ArrayList<String>();
    while (types.isEmpty() || !types.get(types.size() - 1).equals(last)) {
      var event = next(consumer);
      if (event.get("subject").asText().equals(subject)) {
        types.add(type(event));
      }
    }
    return types;
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
