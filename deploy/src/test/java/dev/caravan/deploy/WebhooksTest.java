package dev.caravan.deploy;

import static com.github.tomakehurst.wiremock.client.WireMock.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.standardwebhooks.Webhook;
import dev.caravan.config.events.FactMessage;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.events.Topic;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Whoever wants to be called of what happens is, until it was heard. */
@EndToEnd
class WebhooksTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @RegisterExtension
  static final WireMockExtension receiver =
      WireMockExtension.newInstance().options(WireMockConfiguration.wireMockConfig().dynamicPort()).build();

  @Autowired ModelCamelContext camel;
  @Autowired FactMessage factMessage;
  @Autowired EventLog events;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcTemplate database;
  @Autowired MovableClock clock;
  @Autowired Backstage backstage;

  private final List<String> registered = new ArrayList<>();
  private Shop shop;
  private String user;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    user = "user-" + UUID.randomUUID();
    receiver.stubFor(post(anyUrl()).willReturn(ok()));
  }

  @AfterEach
  void removeAll() {
    backstage.letAllGo();
    registered.forEach(id -> shop.send("DELETE", "/api/v1/webhooks/" + id, ""));
  }

  // Called

  @Test
  void a_webhook_is_called_of_the_facts_it_wants_signed_and_each_once() throws Exception {
    var webhook = registers("\"types\": [\"order.*\"], \"topics\": [\"order-updates\"]");
    var order = shop.orders(1, "card");
    shop.servesAndHandsOver(order);
    var wanted = List.of("order.received", "order.reserved", "order.confirmed", "order.prepared", "order.ready", "order.collected", "order.completed");
    var calls = calls(order, wanted.size());
    assertThat(calls).extracting(WebhooksTest::type).containsExactlyInAnyOrderElementsOf(wanted);
    var recorded = database.queryForList("select id::text from events.event where subject = ?", String.class, order);
    for (var call : calls) {
      assertThat(recorded).contains(call.getHeader("webhook-id"));
      assertThat(Shop.read(call.getBodyAsString()).get("id").asText()).isEqualTo(call.getHeader("webhook-id"));
      verifies(webhook, call);
    }
    backstage.tellsAgain(order, "order.ready");
    shop.servesAndHandsOver(shop.orders(1, "card"));
    assertThat(calls(order, wanted.size())).hasSize(wanted.size());
    assertThat(deliveries(webhook, 2 * wanted.size())).allSatisfy(delivery -> {
      assertThat(delivery.get("status").asText()).isEqualTo("SENT");
      assertThat(delivery.get("attempt").asInt()).isEqualTo(1);
      assertThat(delivery.get("code").asInt()).isEqualTo(200);
      assertThat(delivery.has("millis")).isTrue();
    });
  }

  private static void verifies(JsonNode webhook, LoggedRequest call) throws Exception {
    var headers = new HashMap<String, List<String>>();
    call.getHeaders().all().forEach(header -> headers.put(header.key(), header.values()));
    // The application's clock may be ahead of the one that the library looks at.
    var now = Instant.now().getEpochSecond();
    var sent = Long.parseLong(call.getHeader("webhook-timestamp"));
    var secret = new Webhook(webhook.get("secret").asText());
    assertThat(call.getHeader("webhook-signature")).isEqualTo(secret.sign(call.getHeader("webhook-id"), sent, call.getBodyAsString()));
    if (Math.abs(now - sent) < 60) {
      secret.verify(call.getBodyAsString(), HttpHeaders.of(headers, (name, value) -> true));
    }
  }

  @Test
  void who_fails_twice_is_called_three_times_under_one_id() {
    fails("first", 500, "second");
    fails("second", 503, "third");
    var webhook = registers("\"types\": [\"test.*\", \"stock.counted\"]");
    var fact = happens();
    var log = deliveries(webhook, 3);
    assertThat(log).extracting(it -> it.get("attempt").asInt()).containsExactly(3, 2, 1);
    assertThat(log).extracting(it -> it.get("code").asInt()).containsExactly(200, 503, 500);
    assertThat(log).extracting(it -> it.get("status").asText()).containsExactly("SENT", "FAILED", "FAILED");
    assertThat(log.get(1).get("error").asText()).isEqualTo("it answers 503");
    var calls = receiver.findAll(postRequestedFor(urlEqualTo("/hook")).withRequestBody(containing(fact)));
    assertThat(calls).hasSize(3).extracting(call -> call.getHeader("webhook-id")).containsOnly(log.get(0).get("messageId").asText());
    assertThat(shop.get("/webhooks/" + webhook.get("id").asText()).has("failingSince")).isFalse();
  }

  private static void fails(String state, int status, String next) {
    receiver.stubFor(post("/hook").inScenario("moody").whenScenarioStateIs(state.equals("first") ? Scenario.STARTED : state)
        .willReturn(status(status)).willSetStateTo(next));
    receiver.stubFor(post("/hook").inScenario("moody").whenScenarioStateIs(next).willReturn(ok()));
  }

  @Test
  void who_never_takes_anything_is_tried_so_often_and_is_disabled_in_the_end() {
    receiver.stubFor(post("/hook").willReturn(status(302).withHeader("Location", "/elsewhere")));
    var webhook = registers("\"types\": [\"stock.counted\"]");
    happens();
    assertThat(deliveries(webhook, 4)).allSatisfy(delivery -> assertThat(delivery.get("code").asInt()).isEqualTo(302));
    receiver.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    assertThat(become(webhook, "ACTIVE").has("failingSince")).isTrue();
    clock.pass(Duration.ofDays(5));
    happens();
    become(webhook, "DISABLED");
    assertThat(database.queryForList("select data ->> 'reason' from events.event where type = 'webhook.disabled' and subject = ?",
        String.class, webhook.get("id").asText())).containsExactly("failing");

    receiver.stubFor(post("/hook").willReturn(ok()));
    var missed = happens();
    backstage.carriedOut();
    shop.post("/webhooks/" + webhook.get("id").asText() + "/resume", "");
    var heard = happens();
    calls(heard, 1);
    receiver.verify(0, postRequestedFor(urlEqualTo("/hook")).withRequestBody(containing(missed)));
  }

  @Test
  void who_is_gone_is_disabled_at_once() {
    receiver.stubFor(post("/hook").willReturn(status(410)));
    var webhook = registers("\"types\": [\"*\"]");
    happens();
    become(webhook, "DISABLED");
    assertThat(deliveries(webhook, 1).get(0).get("code").asInt()).isEqualTo(410);
  }

  @Test
  void what_is_due_to_a_webhook_that_is_paused_waits_and_what_happens_meanwhile_is_not_kept() {
    var webhook = registers("\"types\": [\"stock.counted\"]");
    var path = "/webhooks/" + webhook.get("id").asText();
    backstage.holdUp("find-due-calls");
    var waiting = happens();
    Awaitility.await().atMost(PATIENCE).until(() -> shop.get(path + "/deliveries?status=PENDING").get("deliveries").size() == 1);
    assertThat(shop.post(path + "/pause", "").get("status").asText()).isEqualTo("PAUSED");
    backstage.letAllGo();
    var missed = happens();
    backstage.carriedOut();
    shop.post(path + "/resume", "");
    calls(waiting, 1);
    receiver.verify(0, postRequestedFor(urlEqualTo("/hook")).withRequestBody(containing(missed)));
  }

  @Test
  void a_call_whose_bearer_was_lost_is_made_by_somebody_else_under_the_same_id() {
    var webhook = registers("\"types\": [\"stock.counted\"]");
    var fact = happens();
    deliveries(webhook, 1);
    database.update("update notifications.webhook_delivery set status = 'PENDING', due_at = now() where webhook_id = ?::uuid", webhook.get("id").asText());
    assertThat(calls(fact, 2)).extracting(call -> call.getHeader("webhook-id")).containsOnly(calls(fact, 2).get(0).getHeader("webhook-id"));
  }

  // Of a user

  @Test
  void what_a_user_is_told_over_webhooks_is_sent_when_one_of_them_has_it() throws Exception {
    var webhook = registers("\"user_id\": \"%s\"".formatted(user));
    registers("\"userId\": \"somebody-else\"");
    shop.send("PUT", "/api/v1/notifications/preferences/" + user, "{\"channels\": [\"WEBHOOK\"]}");
    var task = UUID.randomUUID().toString();
    transaction.executeWithoutResult(status -> events.record("reminder.triggered", task,
        Map.of("taskId", task, "reminderId", UUID.randomUUID().toString(), "title", "Call me", "remindAt", "2026-11-21T12:00:00Z", "users", List.of(user)), "tasks", null));
    var call = calls(task, 1).get(0);
    var message = Shop.read(call.getBodyAsString());
    assertThat(message.get("type").asText()).isEqualTo("notification");
    assertThat(message.at("/data/text").asText()).isEqualTo("Reminder: Call me");
    assertThat(message.at("/data/type").asText()).isEqualTo("REMINDER");
    verifies(webhook, call);
    var told = told("SENT");
    assertThat(told.get("channel").asText()).isEqualTo("WEBHOOK");
    assertThat(told.get("id").asText()).isEqualTo(call.getHeader("webhook-id"));
    assertThat(calls(task, 1)).hasSize(1);
  }

  @Test
  void what_no_webhook_of_the_user_takes_has_failed() {
    shop.post("/notifications/send", "{\"userId\": \"%s\", \"text\": \"x\", \"channel\": \"WEBHOOK\"}".formatted(user));
    assertThat(told("FAILED").get("errorMessage").asText()).isEqualTo("the user has no active webhook");
    receiver.stubFor(post("/hook").willReturn(status(500)));
    registers("\"userId\": \"%s\"".formatted(user));
    shop.post("/notifications/send", "{\"userId\": \"%s\", \"text\": \"y\", \"channel\": \"WEBHOOK\"}".formatted(user));
    Awaitility.await().atMost(PATIENCE).until(() -> told("FAILED").get("errorMessage").asText().equals("it answers 500"));
  }

  @Test
  void what_was_due_to_a_webhook_that_is_removed_has_failed() {
    var webhook = registers("\"userId\": \"%s\"".formatted(user));
    backstage.holdUp("find-due-calls");
    shop.post("/notifications/send", "{\"userId\": \"%s\", \"text\": \"x\", \"channel\": \"WEBHOOK\"}".formatted(user));
    var path = "/webhooks/" + webhook.get("id").asText();
    Awaitility.await().atMost(PATIENCE).until(() -> shop.get(path + "/deliveries").get("deliveries").size() == 1);
    assertThat(shop.send("DELETE", "/api/v1" + path, "").statusCode()).isEqualTo(200);
    assertThat(told("FAILED").get("errorMessage").asText()).isEqualTo("the user has no active webhook");
    assertThat(shop.send("GET", "/api/v1" + path, "").statusCode()).isEqualTo(404);
  }

  // Registered

  @Test
  void its_secret_is_said_once() {
    var webhook = registers("\"topics\": [\"order-events\"], \"description\": \"the till\"");
    var secret = webhook.get("secret").asText();
    assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
    var path = "/webhooks/" + webhook.get("id").asText();
    assertThat(shop.get(path).get("description").asText()).isEqualTo("the till");
    assertThat(shop.get(path).toString() + shop.get("/webhooks?limit=100") + shop.post(path + "/pause", "") + shop.get(path + "/deliveries"))
        .doesNotContain("secret").doesNotContain(secret);
    assertThat(database.queryForList("select data::text from events.event where type like 'webhook.%'", String.class).toString()).doesNotContain(secret);
  }

  @ParameterizedTest(name = "{0} is refused because of {1}")
  @CsvSource(delimiter = '|', value = {
      "{\"types\": [\"*\"]} | url",
      "{\"url\": \"\", \"types\": [\"*\"]} | url",
      "{\"url\": \"ftp://example.org/\", \"types\": [\"*\"]} | url",
      "{\"url\": \"http://me@127.0.0.1/\", \"types\": [\"*\"]} | url",
      "{\"url\": \"http://127.0.0.1/${body}\", \"types\": [\"*\"]} | url",
      "{\"url\": 5, \"types\": [\"*\"]} | url",
      "{\"url\": \"http://127.0.0.1/\"} | topics",
      "{\"url\": \"http://127.0.0.1/\", \"topics\": [], \"types\": []} | topics",
      "{\"url\": \"http://127.0.0.1/\", \"topics\": [\"rumours\"]} | topics[0]",
      "{\"url\": \"http://127.0.0.1/\", \"topics\": [null]} | topics[0]",
      "{\"url\": \"http://127.0.0.1/\", \"types\": [\"order.*\", \"Order\"]} | types[1]",
      "{\"url\": \"http://127.0.0.1/\", \"types\": [\"*.order\"]} | types[0]",
      "{\"url\": \"http://127.0.0.1/\", \"types\": [\"*\"], \"userId\": \"ada\"} | userId",
      "{\"url\": \"http://127.0.0.1/\", \"userId\": \"a b\"} | userId",
      "{\"url\": \"http://127.0.0.1/\", \"types\": [\"*\"], \"secret\": \"mine\"} | secret",
      "[] | body"})
  void a_webhook_that_cannot_be_meant_is_refused_by_the_name_of_the_field(String body, String field) {
    var before = shop.get("/webhooks?limit=100").get("webhooks").size();
    var answer = shop.send("POST", "/api/v1/webhooks", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Shop.read(answer.body()).at("/errors/0/field").asText()).as(answer.body()).isEqualTo(field);
    assertThat(shop.get("/webhooks?limit=100").get("webhooks")).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "01a1fbcd-6f0e-7c3a-9d7e-2b9b0c5f4a11"})
  void a_webhook_that_is_not_there_is_not_found(String id) {
    for (var call : List.of("GET ", "DELETE ", "POST /pause", "POST /resume", "GET /deliveries")) {
      var words = call.split(" ", 2);
      assertThat(shop.send(words[0], "/api/v1/webhooks/" + id + words[1], "").statusCode()).as(call).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @CsvSource({"/webhooks?status=SLEEPY, status", "/webhooks?limit=0, limit", "/webhooks?cursor=x, cursor"})
  void a_question_that_cannot_be_meant_is_refused(String path, String parameter) {
    var answer = shop.send("GET", "/api/v1" + path, "");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Shop.read(answer.body()).at("/errors/0/field").asText()).isEqualTo(parameter);
  }

  // The same topics as on the broker

  @Test
  void a_fact_is_on_the_topics_on_which_the_relay_publishes_it() throws Exception {
    var types = new HashSet<>(database.queryForList("select distinct type from events.event", String.class));
    types.addAll(Set.of("order.received", "order.confirmed", "payment.pending", "escrow.placed", "stock.low", "task.created",
        "schedule.paused", "reminder.triggered", "user.blocked", "timer.fired", "notification.sent", "webhook.disabled"));
    var datas = List.<Map<String, Object>>of(Map.of(), Map.of("orderId", "o"), Map.of("orderId", "o", "from", "PAID"),
        Map.of("taskId", "t"), Map.of("taskId", "t", "orderId", "o", "task", Map.of()), Map.of("taskId", "t", "task", Map.of()));
    for (var type : types) {
      for (var data : datas) {
        var fact = new Event(1, UUID.randomUUID(), type, "x", data, "test", Instant.now(), null);
        assertThat(Topic.of(fact)).extracting(Topic::toString).as(type + data).containsExactlyInAnyOrderElementsOf(published(fact));
      }
    }
  }

  private Set<String> published(Event fact) throws Exception {
    var exchange = new DefaultExchange(camel);
    exchange.getMessage().setBody(fact);
    factMessage.process(exchange);
    return ProcessorDefinitionHelper.filterTypeInOutputs(camel.getRouteDefinition("publish-fact").getOutputs(), FilterDefinition.class).stream()
        .filter(filter -> {
          var predicate = filter.getExpression().getPredicate();
          predicate.init(camel);
          return predicate.matches(exchange);
        })
        .map(filter -> camel.resolvePropertyPlaceholders(((ToDefinition) filter.getOutputs().get(0)).getUri()))
        .map(endpoint -> endpoint.substring(endpoint.lastIndexOf(':') + 1)).collect(Collectors.toSet());
  }

  private JsonNode registers(String wants) {
    var answer = shop.send("POST", "/api/v1/webhooks", "{\"url\": \"%s\", %s}".formatted(receiver.url("/hook"), wants));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    var webhook = Shop.read(answer.body());
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/webhooks/" + webhook.get("id").asText());
    registered.add(webhook.get("id").asText());
    return webhook;
  }

  /** A fact about an ingredient of its own; returns the ingredient. */
  private String happens() {
    var ingredient = "ingredient-" + UUID.randomUUID();
    transaction.executeWithoutResult(status -> events.record("stock.counted", ingredient, Map.of("ingredient", ingredient), "test", null));
    return ingredient;
  }

  private List<LoggedRequest> calls(String containing, int count) {
    return Awaitility.await(count + " calls of " + containing).atMost(PATIENCE).until(
        () -> receiver.findAll(postRequestedFor(urlEqualTo("/hook")).withRequestBody(containing(containing))), calls -> calls.size() >= count);
  }

  private static String type(LoggedRequest call) {
    return Shop.read(call.getBodyAsString()).get("type").asText();
  }

  /** The attempts that were made, latest first. */
  private List<JsonNode> deliveries(JsonNode webhook, int count) {
    var path = "/webhooks/" + webhook.get("id").asText() + "/deliveries?limit=100";
    return Awaitility.await(count + " attempts").atMost(PATIENCE).until(
        () -> StreamSupport.stream(shop.get(path).get("deliveries").spliterator(), false)
            .filter(delivery -> !delivery.get("status").asText().equals("PENDING")).toList(), made -> made.size() == count);
  }

  private JsonNode become(JsonNode webhook, String status) {
    return Awaitility.await("webhook to be " + status).atMost(PATIENCE).until(
        () -> shop.get("/webhooks/" + webhook.get("id").asText()), it -> it.get("status").asText().equals(status));
  }

  /** The latest notification of {@link #user}. */
  private JsonNode told(String status) {
    return Awaitility.await("a notification to be " + status).atMost(PATIENCE).until(
        () -> shop.get("/notifications/user/" + user).at("/notifications/0"), it -> it.path("status").asText().equals(status));
  }
}
