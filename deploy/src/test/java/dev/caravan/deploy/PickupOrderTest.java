package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.menu.Menu;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

@EndToEnd
class PickupOrderTest {

  private Shop shop;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
  }

  @Test
  void words_become_pancakes_and_pancakes_are_paid_for_cooked_and_collected() {
    var received = shop.post("/orders", """
        {"customerId": "ada", "text": "three blueberry pancakes with maple syrup", "payment": {"method": "card"}}""");
    assertThat(received.get("status").asText()).isEqualTo("RECEIVED");
    var id = received.get("id").asText();

    var completed = shop.servesAndHandsOver(id);

    assertThat(completed.at("/items/0/sku").asText()).isEqualTo("blueberry-pancakes");
    assertThat(completed.at("/items/0/quantity").asInt()).isEqualTo(3);
    assertThat(completed.at("/total/amount").asLong()).isPositive();
    assertThat(shop.history(id)).filteredOn(type -> !type.equals("notification.sent")).containsExactly(
        "order.received", "order.analyzed", "order.placed", "order.reserved", "payment.pending", "payment.authorized",
        "escrow.placed", "order.confirmed", "stock.consumed", "order.prepared", "order.ready", "order.collected", "payment.captured",
        "escrow.released", "order.completed");
    shop.invariantsHold();
  }

  @Test
  void the_customer_is_told_of_every_milestone_once() {
    var id = shop.orders(1, "card");
    shop.servesAndHandsOver(id);
    Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
        assertThat(types(shop.get("/notifications?orderId=" + id).get("notifications")))
            .containsExactlyInAnyOrder("ORDER_CREATED", "ORDER_CONFIRMED", "ORDER_READY", "ORDER_COMPLETED"));
    assertThat(shop.history(id)).filteredOn("notification.sent"::equals).hasSize(4);
  }

  @Test
  void the_menu_is_the_one_by_which_the_corpus_of_orders_was_written() throws IOException {
    var json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    var written = json.readValue(Path.of("../bench/language/menu.json").toFile(), Menu.All.class);

    assertThat(json.treeToValue(shop.get("/menu"), Menu.All.class).dishes())
        .containsExactlyInAnyOrderElementsOf(written.dishes());
  }

  @Test
  void where_is_my_order_has_an_answer() {
    var id = shop.orders(1, "card");
    shop.servesAndHandsOver(id);
    Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() ->
        assertThat(shop.send("GET", "/api/v1/live/orders/" + id, "").body()).contains("\"COMPLETED\""));
  }

  @Test
  void what_is_cooked_leaves_the_stock() {
    var before = shop.get("/inventory/blueberries");
    var id = shop.orders(2, "card");
    shop.servesAndHandsOver(id);
    var after = shop.get("/inventory/blueberries");
    var used = after.get("consumed").asLong() - before.get("consumed").asLong();
    assertThat(used).isPositive();
    assertThat(before.get("onHand").asLong() - after.get("onHand").asLong()).isEqualTo(used);
  }

  @ParameterizedTest(name = "{0} is refused as {1} and everything is taken back")
  @CsvSource({
      "card-declined, payment-declined",
      "card-insufficient-funds, payment-declined",
      "card-processor-error, payment-unavailable",
      "sea-shells, payment-declined"})
  void an_order_that_cannot_be_paid_gives_its_stock_back(String method, String reason) {
    var stock = shop.onHand("blueberries");
    var rejected = shop.becomes(shop.orders(2, method), "REJECTED");
    assertThat(rejected.get("reason").asText()).isEqualTo(reason);
    assertThat(shop.onHand("blueberries")).isEqualTo(stock);
    assertThat(shop.history(rejected.get("id").asText())).contains("order.reserved", "order.refused", "stock.released");
    shop.invariantsHold();
  }

  @Test
  void a_gateway_that_loses_its_answer_is_asked_again_and_charges_once() {
    var id = shop.orders(1, "card-timeout");
    shop.servesAndHandsOver(id);
    assertThat(shop.history(id)).contains("payment.delayed", "timer.fired").containsOnlyOnce("payment.authorized");
    shop.invariantsHold();
  }

  @Test
  void more_than_there_is_in_stock_is_refused_with_what_is_missing() {
    var id = shop.post("/orders", """
        {"customerId": "ada", "items": [
          {"sku": "blueberry-pancakes", "quantity": 100}, {"sku": "blueberry-pancakes", "quantity": 100, "size": "LARGE"},
          {"sku": "plain-pancakes", "quantity": 100}, {"sku": "plain-pancakes", "quantity": 100, "size": "LARGE"},
          {"sku": "plain-pancakes", "quantity": 100, "size": "SMALL"}], "payment": {"method": "card"}}""").get("id").asText();
    var rejected = shop.becomes(id, "REJECTED");
    assertThat(rejected.get("reason").asText()).isEqualTo("out-of-stock");
    assertThat(rejected.at("/missing/0/needed").asLong()).isGreaterThan(rejected.at("/missing/0/available").asLong());
    shop.invariantsHold();
  }

  @Test
  void words_that_mean_no_dish_are_refused_with_what_was_and_was_not_understood() {
    var id = shop.post("/orders", """
        {"customerId": "ada", "text": "two plain pancakes and a grilled unicorn", "payment": {"method": "card"}}""").get("id").asText();
    var rejected = shop.becomes(id, "REJECTED");
    assertThat(rejected.get("reason").asText()).isEqualTo("not-understood");
    assertThat(rejected.get("notUnderstood").toString()).contains("unicorn");
    assertThat(rejected.get("understood").toString()).contains("plain");
  }

  @Test
  void nothing_is_collected_before_it_is_ready() {
    var id = shop.orders(1, "card");
    shop.becomes(id, "PREPARING");
    var refused = shop.send("POST", "/api/v1/orders/" + id + "/collect", "");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(Shop.read(refused.body()).get("type").asText()).isEqualTo("/problems/not-ready");
    shop.servesAndHandsOver(id);
  }

  private static List<String> types(JsonNode notifications) {
    return StreamSupport.stream(notifications.spliterator(), false).map(each -> each.get("type").asText()).toList();
  }
}
