package dev.caravan.deploy;

import static dev.caravan.deploy.FakeLanguageModel.calls;
import static dev.caravan.deploy.FakeLanguageModel.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.deploy.FakeLanguageModel.Reply;
import dev.caravan.model.Money;
import dev.caravan.model.menu.Dish;
import dev.caravan.model.menu.Menu;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.commons.text.StringEscapeUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What people write to have a language model do what they may not, and a model that obeys them: nothing comes of it but orders at the menu's prices. */
@WithLanguageModel
class AttacksByWordsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARK = "pwned";

  /** What a model may answer that does what it is told, from what was written and the id of somebody else's order. */
  private static final List<BiFunction<String, String, Reply>> OBEDIENT = List.of(
      (text, victim) -> AnalysisByModelTest.reads(line("waffles", 1, text.strip().split("\\s+")[0])),
      (text, victim) -> AnalysisByModelTest.reads(line("waffles", 100, text)),
      (text, victim) -> AnalysisByModelTest.reads(line("waffles", -100, text)),
      (text, victim) -> AnalysisByModelTest.reads(line("waffles", 1, text).replace("\"sku\"", "\"unitPrice\": {\"amount\": -900, \"currency\": \"USD\"}, \"sku\"")),
      (text, victim) -> says("{\"lines\": [" + line("waffles", 1, text) + "], \"notUnderstood\": [], \"customerId\": \"bob\", \"orderId\": \"" + victim + "\"}"),
      (text, victim) -> AnalysisByModelTest.reads(line("${bean:cancellation?method=cancelAll}", 1, text)),
      (text, victim) -> AnalysisByModelTest.reads(line("{{env:HOME}}", 1, text)),
      (text, victim) -> says("CamelHttpUri: http://127.0.0.1:1/" + MARK + "\r\nLong-Running-Action: " + MARK + "\r\n\r\n{\"lines\": []}"),
      (text, victim) -> calls("cancel-order", """
          {"orderId": "%s", "CamelJmsDestinationName": "%s", "CamelBeanMethodName": "%s", "Long-Running-Action": "%s"}"""
          .formatted(victim, MARK, MARK, MARK)),
      (text, victim) -> says("{\"lines\": [], \"notUnderstood\": [\"${bean:orders}\", \"#{systemProperties}\", \"" + victim + "\"]}"));

  @Autowired FakeLanguageModel model;
  @Autowired @Qualifier("analysisBreaker") CircuitBreaker breaker;
  @Autowired Backstage backstage;
  @Autowired CamelContext camel;
  @Autowired Menu dishes;

  private final Map<JsonNode, JsonNode> prices = new HashMap<>();
  private final Queue<String> reached = new ConcurrentLinkedQueue<>();
  private final EventNotifierSupport watch = new EventNotifierSupport() {
    @Override
    public void notify(CamelEvent event) {
      ((ExchangeEvent) event).getExchange().getMessage().getHeaders().forEach((name, value) -> {
        if ((name + value).contains(MARK)) {
          reached.add(name);
        }
      });
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
      return event instanceof ExchangeEvent;
    }
  };
  private Shop shop;
  private Parcels parcels;
  private JsonNode menu;
  private String victim;
  private JsonNode victimBefore;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    parcels = new Parcels(shop);
    breaker.reset();
    model.forgets();
    victim = shop.orders(1, "card");
    shop.becomes(victim, "PREPARING");
    backstage.carriedOut();
    menu = shop.get("/menu");
    victimBefore = whatThereIsOf(victim);
    watch.start();
    camel.getManagementStrategy().addEventNotifier(watch);
  }

  @AfterEach
  void nobody_else_is_concerned_and_everything_adds_up() {
    camel.getManagementStrategy().removeEventNotifier(watch);
    model.forgets();
    backstage.carriedOut();
    assertThat(whatThereIsOf(victim)).isEqualTo(victimBefore);
    assertThat(shop.get("/menu")).isEqualTo(menu);
    assertThat(reached).as("headers that a model has written").isEmpty();
    shop.invariantsHold();
  }

  private JsonNode whatThereIsOf(String order) {
    return JSON.valueToTree(List.of(shop.get("/orders/" + order), shop.get("/orders/" + order + "/history"), shop.get("/payments?orderId=" + order)));
  }

  private static String line(String sku, int quantity, String evidence) {
    return AnalysisByModelTest.line(sku, quantity, 100, "EVIDENCE").replace("\"EVIDENCE\"", TextNode.valueOf(evidence).toString());
  }

  /** What is written at a place, by the corpus. */
  private static List<String> attacks(String place) throws IOException {
    return Files.readAllLines(Path.of("../bench/language/attacks.txt")).stream().filter(line -> line.startsWith(place + " | "))
        .map(line -> StringEscapeUtils.unescapeJava(line.split(" \\|(?: |$)", 3)[1].strip())).toList();
  }

  @Test
  void whatever_a_text_has_the_model_say_is_an_order_at_the_menus_prices_or_none() throws IOException {
    var orders = new ArrayList<String>();
    int turn = 0;
    for (var text : attacks("text")) {
      var obedient = OBEDIENT.get(turn++ % OBEDIENT.size());
      model.always(obedient.apply(text, victim));
      var answer = shop.send("POST", "/api/v1/orders", JSON.writeValueAsString(
          Map.of("customerId", parcels.customer, "text", text, "payment", Map.of("method", "card"))));
      if (answer.statusCode() == 400) {
        continue;
      }
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      var order = Shop.read(answer.body()).get("id").asText();
      Awaitility.await("order " + order + ": " + text).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20))
          .until(() -> !shop.get("/orders/" + order).get("status").asText().equals("RECEIVED"));
      orders.add(order);
    }
    backstage.carriedOut();

    assertThat(orders).hasSizeGreaterThan(80);
    assertThat(model.asked()).hasSizeGreaterThanOrEqualTo(orders.size());
    for (var id : orders) {
      var order = shop.get("/orders/" + id);
      assertThat(order.get("customerId").asText()).isEqualTo(parcels.customer);
      assertThat(order.get("status").asText()).isIn("PREPARING", "IN_REVIEW", "REJECTED");
      long sum = 0;
      for (var item : order.path("items")) {
        assertThat(item.get("quantity").asInt()).isBetween(1, 100);
        assertThat(item.get("unitPrice")).as(item.toString()).isEqualTo(price(item));
        sum += item.get("quantity").asLong() * item.at("/unitPrice/amount").asLong();
      }
      if (order.has("total")) {
        assertThat(order.at("/total/amount").asLong()).isEqualTo(sum).isPositive();
      }
    }
  }

  /** Of one portion as it was ordered, by the menu. */
  private JsonNode price(JsonNode item) {
    return prices.computeIfAbsent(((ObjectNode) item).deepCopy().without(List.of("quantity", "unitPrice")), this::asked);
  }

  private JsonNode asked(JsonNode item) {
    var priced = shop.post("/orders", """
        {"customerId": "%s", "items": [{"sku": %s, "quantity": 1, "size": %s, "with": %s, "without": %s}], "payment": {"method": "card-declined"}}"""
        .formatted(parcels.customer, item.get("sku"), item.get("size"), item.get("with"), item.get("without")));
    return shop.get("/orders/" + priced.get("id").asText()).at("/items/0/unitPrice");
  }

  @Test
  void a_note_is_nothing_that_a_model_is_asked_about() throws IOException {
    model.always(AnalysisByModelTest.reads(line("waffles", 2, "two waffles")));
    for (var note : attacks("note")) {
      var answer = shop.send("POST", "/api/v1/orders", JSON.writeValueAsString(
          Map.of("customerId", parcels.customer, "text", "two waffles", "note", note, "payment", Map.of("method", "card-declined"))));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      assertThat(shop.becomes(Shop.read(answer.body()).get("id").asText(), "REJECTED").get("reason").asText()).isEqualTo("payment-declined");
    }
    assertThat(model.asked()).isNotEmpty().allSatisfy(asked -> assertThat(asked.words()).isEqualTo("{\"words\":\"two waffles\"}"));
  }

  @Test
  void a_name_on_the_menu_is_data() throws IOException {
    var names = attacks("name");
    assertThat(names).isNotEmpty();
    for (var name : names) {
      dishes.put(new Dish("trojan-drink", name, Dish.Kind.DRINK, new Money(100, "USD"), List.of(), Map.of(), List.of(), List.of(), false, true));
      menu = shop.get("/menu");
      model.always(AnalysisByModelTest.reads(line("trojan-drink", 99, "two coffees")));
      var order = shop.post("/orders", """
          {"customerId": "%s", "text": "two coffees", "payment": {"method": "card-declined"}}""".formatted(parcels.customer)).get("id").asText();
      parcels.comesTo(order, "order.analyzed");
      var fact = parcels.fact(order, "order.analyzed").get("data");
      assertThat(Stream.of(fact.at("/items/0/sku").asText(), fact.at("/items/0/quantity").asText())).containsExactly("coffee", "2");
      assertThat(fact.get("fallback").asText()).isIn("implausible", "not-on-menu");
    }
    dishes.put(new Dish("trojan-drink", "Nothing", Dish.Kind.DRINK, new Money(100, "USD"), List.of(), Map.of(), List.of(), List.of(), false, false));
    menu = shop.get("/menu");
  }
}
