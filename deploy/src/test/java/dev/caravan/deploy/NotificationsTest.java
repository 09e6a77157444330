package dev.caravan.deploy;

import static org.apache.camel.builder.Builder.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.config.events.CloudEvents;
import dev.caravan.model.events.Event;
import dev.caravan.model.notifications.Milestone;
import jakarta.jms.ConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.NotifyBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

@EndToEnd
class NotificationsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Autowired JdbcTemplate database;
  @Autowired CloudEvents cloudEvents;
  @Autowired ConnectionFactory broker;
  @Autowired CamelContext camel;

  private Shop shop;
  private String user;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    user = "user-" + UUID.randomUUID();
  }

  // Milestones

  @ParameterizedTest(name = "{0} of a {1} order is {2}")
  @CsvSource(delimiter = '|', value = {
      "order.received | PICKUP | ORDER_CREATED",
      "order.received | COURIER | ORDER_CREATED",
      "payment.pending | COURIER | PENDING_PAYMENT",
      "payment.authorized | COURIER | PAYMENT_AUTHORIZED",
      "escrow.placed | COURIER | ESCROW_PLACED",
      "order.confirmed | PICKUP | ORDER_CONFIRMED",
      "order.confirmed | COURIER | ORDER_CONFIRMED",
      "order.ready | PICKUP | ORDER_READY",
      "order.available | COURIER | ORDER_AVAILABLE",
      "order.accepted | COURIER | ORDER_ACCEPTED",
      "order.acceptance.cancelled | COURIER | ACCEPTANCE_CANCELLED",
      "order.on-site | COURIER | ORDER_ON_SITE",
      "order.purchased | COURIER | ORDER_PURCHASED",
      "order.collected | COURIER | ORDER_COLLECTED",
      "order.on-the-way | COURIER | ORDER_ON_THE_WAY",
      "order.delivered | COURIER | ORDER_DELIVERED",
      "order.customer-unreachable | COURIER | CUSTOMER_UNREACHABLE",
      "order.approval.requested | COURIER | APPROVAL_REQUESTED",
      "order.substitution.proposed | PICKUP | SUBSTITUTES_PROPOSED",
      "payment.refunded | COURIER | PAYMENT_REFUNDED",
      "order.completed | PICKUP | ORDER_COMPLETED",
      "order.rejected | PICKUP | ORDER_REJECTED",
      "order.cancelled | COURIER | ORDER_CANCELLED"})
  void a_customer_is_told_of_every_milestone(String type, String fulfilment, String told) {
    publish(fact(type, Map.of("fulfilment", fulfilment)));
    assertThat(toldTo(user, 1)).extracting(each -> each.get("type").asText()).containsExactly(told);
  }

  @ParameterizedTest(name = "{0} of a pickup order")
  @ValueSource(strings = {"payment.pending", "payment.authorized", "escrow.placed", "order.collected", "order.placed",
      "stock.consumed", "notification.sent"})
  void a_customer_is_not_told_of_what_is_no_milestone_at_the_counter(String type) {
    publish(fact(type, Map.of("fulfilment", "PICKUP")));
    publish(fact("order.ready", Map.of("fulfilment", "PICKUP")));
    assertThat(toldTo(user, 1)).extracting(each -> each.get("type").asText()).containsExactly("ORDER_READY");
  }

  @ParameterizedTest(name = "{0} is {1} for the customer and {2} for the runner")
  @CsvSource({"order.completed, ORDER_COMPLETED, RUNNER_PAID", "order.cancelled, ORDER_CANCELLED, JOB_ENDED"})
  void the_runner_is_told_in_other_words(String type, String forCustomer, String forRunner) {
    var runner = "runner-" + UUID.randomUUID();
    publish(fact(type, Map.of("fulfilment", "COURIER", "runnerId", runner)));
    assertThat(toldTo(user, 1)).extracting(each -> each.get("type").asText()).containsExactly(forCustomer);
    assertThat(toldTo(runner, 1)).extracting(each -> each.get("type").asText()).containsExactly(forRunner);
  }

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource({"1250, USD, 12.50 USD", "1250, JPY, 1250 JPY", "1250, BHD, 1.250 BHD", "5, USD, 0.05 USD"})
  void money_is_written_with_the_digits_of_its_currency(long amount, String currency, String written) {
    publish(fact("payment.refunded", Map.of("fulfilment", "COURIER", "amount", Map.of("amount", amount, "currency", currency))));
    assertThat(toldTo(user, 1).get(0).get("text").asText()).isEqualTo(written + " was returned to you.");
  }

  @Test
  void a_question_for_approval_and_a_reason_are_told_as_they_are() {
    publish(fact("order.approval.requested", Map.of("fulfilment", "COURIER", "question", "Oat milk instead of milk?")));
    publish(fact("order.rejected", Map.of("fulfilment", "PICKUP", "reason", Map.of("detail", "There is no flour."))));
    assertThat(toldTo(user, 2)).extracting(each -> each.get("text").asText())
        .containsExactlyInAnyOrder("Oat milk instead of milk?", "Your order could not be placed. There is no flour.");
  }

  @Test
  void a_fact_that_comes_twenty_times_is_told_once() {
    var fact = fact("order.ready", Map.of("fulfilment", "PICKUP"));
    var taken = new NotifyBuilder(camel).fromRoute("notify-customer")
        .filter(header("orderId").isEqualTo(fact.subject())).whenDone(21).create();
    for (int time = 0; time < 20; time++) {
      publish(fact);
    }
    publish(fact("order.completed", Map.of("fulfilment", "PICKUP")));
    assertThat(taken.matches(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(toldTo(user, 2)).extracting(each -> each.get("type").asText())
        .containsExactlyInAnyOrder("ORDER_READY", "ORDER_COMPLETED");
    assertThat(sentFacts()).isEqualTo(2);
  }

  @Test
  void what_happens_to_an_order_twice_is_told_twice() {
    publish(fact("order.accepted", Map.of("fulfilment", "COURIER")));
    publish(fact("order.accepted", Map.of("fulfilment", "COURIER")));
    assertThat(toldTo(user, 2)).extracting(each -> each.get("type").asText()).containsExactly("ORDER_ACCEPTED", "ORDER_ACCEPTED");
    shop.invariantsHold();
  }

  // Preferences

  @Test
  void a_customer_is_told_what_the_customer_wants_to_know_and_no_more() {
    put("{\"milestones\": [\"ORDER_READY\", \"ORDER_REJECTED\"], \"channels\": [\"IN_APP\"]}");
    var id = orders();
    shop.servesAndHandsOver(id);
    var silent = user;
    user = "user-" + UUID.randomUUID();
    put("{\"channels\": []}");
    var unheard = orders();
    shop.servesAndHandsOver(unheard);
    sends("{\"userId\": \"%s\", \"text\": \"Your pancakes get cold.\"}".formatted(user));

    Awaitility.await().atMost(PATIENCE).until(() -> database.queryForObject(
        "select count(*) from events.inbox join events.event e on e.id = event_id where subscriber = 'notifications' and subject = ?",
        Integer.class, unheard) == 4);
    assertThat(toldTo(silent, 1)).extracting(each -> each.get("type").asText()).containsExactly("ORDER_READY");
    assertThat(shop.history(id)).filteredOn("notification.sent"::equals).hasSize(1);
    assertThat(toldTo(user, 1)).extracting(each -> each.get("type").asText()).containsExactly("MESSAGE");
    assertThat(shop.history(unheard)).doesNotContain("notification.sent");
  }

  @Test
  void whoever_has_not_chosen_wants_everything_in_the_application_alone() {
    var everything = shop.get("/notifications/preferences/" + user);
    assertThat(everything.get("channels")).isEqualTo(Shop.read("[\"IN_APP\"]"));
    assertThat(everything.get("milestones")).extracting(JsonNode::asText)
        .containsExactlyElementsOf(Arrays.stream(Milestone.values()).map(Enum::name).toList());
    var some = put("{\"milestones\": [\"ORDER_READY\", \"ORDER_CREATED\", \"ORDER_READY\"]}");
    assertThat(some).isEqualTo(Shop.read("{\"channels\": [\"IN_APP\"], \"milestones\": [\"ORDER_CREATED\", \"ORDER_READY\"]}"));
    assertThat(shop.get("/notifications/preferences/" + user)).isEqualTo(some);
    assertThat(put("{\"milestones\": []}").get("milestones")).isEmpty();
    assertThat(put("{}")).isEqualTo(everything);
  }

  @ParameterizedTest(name = "{0} is refused because of {1}")
  @CsvSource(delimiter = '|', value = {
      "{\"milestones\": [\"ORDER_READY\", \"ORDER_EATEN\"]} | milestones[1]",
      "{\"milestones\": [\"\"]} | milestones[0]",
      "{\"milestones\": [null]} | milestones[0]",
      "{\"milestones\": [0]} | milestones[0]",
      "{\"milestones\": \"ORDER_READY\"} | milestones",
      "{\"channels\": [\"PIGEON\"]} | channels[0]",
      "{\"channels\": [\"in-app\"]} | channels[0]",
      "{\"channels\": {}} | channels",
      "{\"quietHours\": {\"from\": \"22:00\", \"to\": \"24:00\", \"zone\": \"UTC\"}} | quietHours.to",
      "{\"quietHours\": {\"from\": \"22:00\", \"to\": \"22:00\", \"zone\": \"UTC\"}} | quietHours.to",
      "{\"quietHours\": {\"from\": \"22:00\", \"to\": \"07:00\", \"zone\": \"Moon/Crater\"}} | quietHours.zone",
      "{\"quietHours\": {\"from\": \"22:00\", \"to\": \"07:00\"}} | quietHours.zone",
      "{\"quietHours\": {\"to\": \"07:00\", \"zone\": \"UTC\"}} | quietHours.from",
      "{\"quietHours\": \"always\"} | quietHours",
      "{\"sounds\": []} | sounds",
      "null | body",
      "[] | body"})
  void preferences_that_cannot_be_meant_are_refused_by_the_name_of_the_field(String body, String field) {
    isRefused(shop.send("PUT", "/api/v1/notifications/preferences/" + user, body), field);
    assertThat(database.queryForObject("select count(*) from notifications.preference where user_id = ?", Integer.class, user)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "%24%7Bbody%7D", "a,b"})
  void preferences_of_whom_cannot_be_meant_are_refused(String id) {
    isRefused(shop.send("GET", "/api/v1/notifications/preferences/" + id, ""), "userId");
    isRefused(shop.send("PUT", "/api/v1/notifications/preferences/" + id, "{}"), "userId");
  }

  // Messages

  @Test
  void what_somebody_has_to_say_arrives() {
    var sent = sends("""
        {"userId": "%s", "text": "Bring a friend — seats for two!", "type": "INVITATION", "orderId": "order-1", "channel": "IN_APP"}"""
        .formatted(user));
    assertThat(sent.get("text").asText()).isEqualTo("Bring a friend — seats for two!");
    assertThat(sent.get("type").asText()).isEqualTo("INVITATION");
    assertThat(sent.get("channel").asText()).isEqualTo("IN_APP");
    assertThat(sent.get("status").asText()).isEqualTo("SENT");
    assertThat(toldTo(user, 1)).hasSize(1).first().extracting(each -> each.get("id")).isEqualTo(sent.get("id"));
    assertThat(sends("{\"userId\": \"%s\", \"text\": \"Hello\"}".formatted(user)).get("type").asText()).isEqualTo("MESSAGE");
    assertThat(sentFacts()).isEqualTo(2);
  }

  @Test
  void a_message_that_is_sent_again_under_its_key_arrives_once() {
    var message = "{\"userId\": \"%s\", \"text\": \"Only once.\"}".formatted(user);
    var key = UUID.randomUUID().toString();
    var first = shop.send("POST", "/api/v1/notifications/send", message, "Idempotency-Key", key);
    var again = shop.send("POST", "/api/notifications/send", message, "Idempotency-Key", key);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(toldTo(user, 1)).hasSize(1);
    assertThat(sentFacts()).isEqualTo(1);

    var other = shop.send("POST", "/api/v1/notifications/send", message.replace("once", "twice"), "Idempotency-Key", key);
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(Shop.read(other.body()).get("type").asText()).isEqualTo("/problems/idempotency-key-reused");
    var order = shop.send("POST", "/api/v1/orders", """
        {"customerId": "ada", "text": "two waffles", "payment": {"method": "card"}}""", "Idempotency-Key", key);
    assertThat(order.statusCode()).isEqualTo(422);
    shop.invariantsHold();
  }

  @ParameterizedTest(name = "{0} is refused because of {1}")
  @CsvSource(delimiter = '|', value = {
      "{\"text\": \"x\"} | userId",
      "{\"userId\": \"a b\", \"text\": \"x\"} | userId",
      "{\"userId\": 5, \"text\": \"x\"} | userId",
      "{\"userId\": \"refused\"} | text",
      "{\"userId\": \"refused\", \"text\": \"\"} | text",
      "{\"userId\": \"refused\", \"text\": \"  \"} | text",
      "{\"userId\": \"refused\", \"text\": \"x\\u0000\"} | text",
      "{\"userId\": \"refused\", \"text\": \"\\ud800\"} | text",
      "{\"userId\": \"refused\", \"text\": 5} | text",
      "{\"userId\": \"refused\", \"text\": \"x\", \"type\": \"hello\"} | type",
      "{\"userId\": \"refused\", \"text\": \"x\", \"type\": \"\"} | type",
      "{\"userId\": \"refused\", \"text\": \"x\", \"orderId\": \"${body}\"} | orderId",
      "{\"userId\": \"refused\", \"text\": \"x\", \"channel\": \"PIGEON\"} | channel",
      "{\"userId\": \"refused\", \"text\": \"x\", \"channel\": \"\"} | channel",
      "{\"userId\": \"refused\", \"text\": \"x\", \"channel\": 0} | channel",
      "{\"userId\": \"refused\", \"text\": \"x\", \"status\": \"SENT\"} | status",
      "[] | body"})
  void a_message_that_cannot_be_meant_is_refused_by_the_name_of_the_field(String body, String field) {
    isRefused(shop.send("POST", "/api/v1/notifications/send", body), field);
    isRefused(shop.send("POST", "/api/notifications/send", body), field);
    assertThat(shop.get("/notifications/user/refused").get("notifications")).isEmpty();
  }

  @Test
  void a_message_of_501_characters_or_under_a_wrong_key_is_refused() {
    var message = "{\"userId\": \"refused\", \"text\": \"%s\"}";
    isRefused(shop.send("POST", "/api/v1/notifications/send", message.formatted("x".repeat(501))), "text");
    isRefused(shop.send("POST", "/api/v1/notifications/send", message.formatted("x"), "Idempotency-Key", "a b"), "Idempotency-Key");
    assertThat(shop.get("/notifications/user/refused").get("notifications")).isEmpty();
    assertThat(sends("{\"userId\": \"%s\", \"text\": \"%s\"}".formatted(user, "x".repeat(500))).get("text").asText()).hasSize(500);
  }

  // Lists

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/notifications/user/", "/api/notifications/user/"})
  void a_users_notifications_are_listed_page_by_page_the_newest_first(String path) {
    for (int number = 1; number <= 5; number++) {
      sends("{\"userId\": \"%s\", \"text\": \"number %d\"}".formatted(user, number));
    }
    var texts = new ArrayList<String>();
    var next = path + user + "?limit=2&status=SENT";
    while (next != null) {
      assertThat(next).startsWith(path);
      var page = shop.send("GET", next, "");
      Shop.read(page.body()).get("notifications").forEach(each -> texts.add(each.get("text").asText()));
      next = page.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>'))).orElse(null);
    }
    assertThat(texts).containsExactly("number 5", "number 4", "number 3", "number 2", "number 1");
    assertThat(Shop.read(shop.send("GET", path + user + "?userId=ada", "").body()).get("notifications")).hasSize(5);
    assertThat(shop.get("/notifications?userId=" + user + "&limit=3").get("notifications")).hasSize(3);
    assertThat(shop.get("/notifications?status=FAILED&userId=" + user).get("notifications")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"status=LOST, status", "status=, status", "limit=0, limit", "limit=101, limit", "cursor=x, cursor"})
  void a_list_that_cannot_be_meant_is_refused_by_the_name_of_the_parameter(String query, String parameter) {
    for (var path : List.of("/api/v1/notifications", "/api/v1/notifications/user/ada", "/api/notifications/user/ada")) {
      isRefused(shop.send("GET", path + "?" + query, ""), parameter);
    }
  }

  @ParameterizedTest
  @CsvSource({"GET, /api/notifications/send", "POST, /api/notifications/user/ada", "DELETE, /api/notifications/send"})
  void a_method_that_an_address_of_the_source_does_not_take_is_refused(String method, String path) {
    var answer = shop.send(method, path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(405);
    assertThat(Shop.read(answer.body()).get("type").asText()).isEqualTo("/problems/method-not-allowed");
  }

  private String orders() {
    return shop.post("/orders", """
        {"customerId": "%s", "items": [{"sku": "plain-pancakes", "quantity": 1}], "payment": {"method": "card"}}"""
        .formatted(user)).get("id").asText();
  }

  private JsonNode sends(String message) {
    var answer = shop.send("POST", "/api/v1/notifications/send", message);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Shop.read(answer.body());
  }

  private JsonNode put(String preferences) {
    var answer = shop.send("PUT", "/api/v1/notifications/preferences/" + user, preferences);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Shop.read(answer.body());
  }

  private static void isRefused(HttpResponse<String> answer, String field) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Shop.read(answer.body()).at("/errors/0/field").asText()).as(answer.body()).isEqualTo(field);
  }

  /** A fact about an order of {@link #user}'s, as the relay would tell it. */
  private Event fact(String type, Map<String, Object> more) {
    var data = new HashMap<>(more);
    data.put("orderId", "order-of-" + user);
    data.put("customerId", user);
    data.put("status", "TESTED");
    return new Event(0, UUID.randomUUID(), type, "order-of-" + user, data, "test", Instant.now(), null);
  }

  private void publish(Event fact) {
    Setting.assumeTopicsSpeakJms();
    var jms = new JmsTemplate(broker);
    jms.setPubSubDomain(true);
    jms.send("order-events", session -> {
      var message = session.createTextMessage(cloudEvents.write(fact));
      message.setStringProperty("fact", fact.type());
      message.setBooleanProperty("milestone", Milestone.isOne(fact));
      message.setStringProperty("orderId", fact.subject());
      return message;
    });
  }

  private List<JsonNode> toldTo(String userId, int count) {
    return Awaitility.await(count + " notifications of " + userId).atMost(PATIENCE).until(
        () -> StreamSupport.stream(shop.get("/notifications/user/" + userId).get("notifications").spliterator(), false).toList(),
        told -> told.size() >= count);
  }

  private int sentFacts() {
    return database.queryForObject("""
        select count(*) from events.event where type = 'notification.sent'
          and data ->> 'notificationId' in (select id::text from notifications.notification where user_id = ?)""", Integer.class, user);
  }
}
