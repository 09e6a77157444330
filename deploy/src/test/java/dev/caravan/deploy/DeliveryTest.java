package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

@EndToEnd
class DeliveryTest {

  @Autowired CamelContext camel;
  @Autowired ProducerTemplate messages;
  @Autowired JdbcTemplate database;
  private Shop shop;
  private Campus campus;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    campus = new Campus(shop);
  }

  @AfterEach
  void everything_adds_up() {
    shop.invariantsHold();
  }

  @Nested
  class Creating {

    @Test
    void a_paid_order_is_placed_in_escrow_and_offered_to_runners_with_a_timer() {
      var id = campus.ordersFromKitchen("card");

      var order = shop.becomes(id, "AVAILABLE");

      assertThat(facts(id)).containsExactly("order.received", "order.placed", "order.reserved", "payment.pending",
          "payment.authorized", "escrow.placed", "order.confirmed", "order.available");
      // 2 × 8.50, a delivery fee of 2.50, 5 % for the house and a tip of 1.00
      assertThat(order.at("/total/amount").asLong()).isEqualTo(1700 + 250 + 85 + 100);
      assertThat(shop.get("/escrow?orderId=" + id).at("/left/amount").asLong()).isEqualTo(2135);
      assertThat(campus.balance(id, "ESCROW")).isEqualTo(2135);
      assertThat(pendingTimers(id)).containsExactly("ORDER_TIMEOUT");
    }

    @Test
    void a_customer_whom_nobody_knows_is_refused_and_nothing_is_changed() {
      var refused = shop.send("POST", "/api/v1/orders", """
          {"customerId": "nobody", "items": [{"sku": "blueberry-pancakes", "quantity": 1}],
           "fulfilment": {"type": "COURIER", "address": {"building": "North Hall"}}, "payment": {"method": "card"}}""");

      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(Shop.read(refused.body()).get("type").asText()).isEqualTo("/problems/user-not-found");
      assertThat(shop.get("/orders?customerId=nobody").get("orders")).isEmpty();
    }

    @Test
    void a_blocked_customer_is_refused_at_the_counter_as_well() {
      shop.post("/users/" + campus.customer + "/block", "{\"reason\": \"never pays\"}");

      var refused = shop.send("POST", "/api/v1/orders", """
          {"customerId": "%s", "items": [{"sku": "blueberry-pancakes", "quantity": 1}], "payment": {"method": "card"}}"""
          .formatted(campus.customer));

      assertThat(refused.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest(name = "{0} is refused and everything is taken back")
    @ValueSource(strings = {"card-declined", "card-insufficient-funds"})
    void an_order_whose_payment_fails_is_cancelled(String method) {
      var stock = shop.onHand("blueberries");

      var rejected = shop.becomes(campus.ordersFromKitchen(method), "REJECTED");

      assertThat(rejected.get("reason").asText()).isEqualTo("payment-declined");
      assertThat(shop.onHand("blueberries")).isEqualTo(stock);
      assertThat(shop.get("/payments?orderId=" + rejected.get("id").asText()).at("/payments/0/status").asText()).isEqualTo("DECLINED");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "{'type': 'COURIER'} | fulfilment.address",
        "{'type': 'COURIER', 'address': {'building': ' '}} | fulfilment.address.building",
        "{'type': 'PICKUP', 'address': {'building': 'Library'}} | fulfilment.address",
        "{'type': 'PICKUP', 'store': 'campus-grill'} | fulfilment.store",
        "{'type': 'COURIER', 'address': {'building': 'Library'}, 'maxTotal': 9000} | fulfilment.maxTotal",
        "{'type': 'COURIER', 'address': {'building': 'Library'}, 'store': 'Campus Grill'} | fulfilment.store",
        "{'type': 'COURIER', 'address': {'building': 'Library'}, 'store': 'campus-grill'} | items[0].name"})
    void a_way_that_cannot_be_gone_is_refused_by_its_field(String fulfilment, String field) {
      var refused = shop.send("POST", "/api/v1/orders", """
          {"customerId": "%s", "items": [{"sku": "blueberry-pancakes", "quantity": 1}], "fulfilment": %s, "payment": {"method": "card"}}"""
          .formatted(campus.customer, fulfilment.replace('\'', '"')));

      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(Shop.read(refused.body()).at("/errors/0/field").asText()).isEqualTo(field);
    }

    @Test
    void a_limit_below_the_estimate_and_a_currency_that_is_not_served_are_refused() {
      assertThat(field(storeOrder("USD", 1000))).isEqualTo("fulfilment.maxTotal");
      assertThat(Shop.read(storeOrder("CHF", 5000).body()).get("type").asText()).isEqualTo("/problems/currency-not-served");
    }

    private HttpResponse<String> storeOrder(String currency, long maxTotal) {
      return shop.send("POST", "/api/v1/orders", """
          {"customerId": "%s", "items": [{"name": "Burrito", "quantity": 1, "estimate": {"amount": 900, "currency": "%s"}}],
           "fulfilment": {"type": "COURIER", "address": {"building": "Library"}, "store": "campus-grill", "maxTotal": %d},
           "payment": {"method": "card"}}""".formatted(campus.customer, currency, maxTotal));
    }
  }

  @Nested
  class Accepting {

    @Test
    void the_runner_is_bound_the_money_taken_the_timer_stopped_and_the_kitchen_begins() {
      var id = campus.ordersFromKitchen("card");

      campus.accepts(id);

      assertThat(shop.get("/orders/" + id).get("runnerId").asText()).isEqualTo(campus.runner);
      assertThat(facts(id)).containsSubsequence("order.available", "runner.bound", "order.accepting", "payment.captured",
          "order.accepted", "stock.consumed", "order.prepared");
      assertThat(shop.get("/payments?orderId=" + id).at("/payments/0/status").asText()).isEqualTo("CAPTURED");
      assertThat(pendingTimers(id)).containsExactly("STAGE_TIMEOUT");
    }

    @Test
    void of_fifty_runners_who_bid_at_once_one_gets_the_order() throws Exception {
      var id = campus.ordersFromStore();
      shop.becomes(id, "AVAILABLE");
      var runners = IntStream.range(0, 50).mapToObj(number -> campus.runner + "-" + number).toList();
      runners.forEach(runner -> campus.registers(runner, "RUNNER"));
      var pool = Executors.newFixedThreadPool(50);
      try {
        var answers = pool.invokeAll(runners.stream()
            .<Callable<Integer>>map(runner -> () -> campus.bids(id, runner).statusCode()).toList());

        var codes = answers.stream().map(answer -> {
          try {
            return answer.get();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        }).toList();
        assertThat(codes).containsOnlyOnce(200).filteredOn(code -> code != 200).hasSize(49).containsOnly(409);
      } finally {
        pool.shutdownNow();
      }
      shop.becomes(id, "ACCEPTED");
      assertThat(facts(id)).containsOnlyOnce("runner.bound", "order.accepted", "payment.captured");
    }

    @Test
    void the_same_bid_again_is_the_same_bid() {
      var id = campus.ordersFromStore();
      campus.accepts(id);

      assertThat(campus.bids(id, campus.runner).statusCode()).isEqualTo(200);
      assertThat(facts(id)).containsOnlyOnce("runner.bound");
    }

    @Test
    void a_runner_who_gives_it_back_makes_it_available_to_another_with_a_timer_and_a_word_to_the_customer() {
      var id = campus.ordersFromKitchen("card");
      campus.accepts(id);

      assertThat(givesBack(id, campus.runner).statusCode()).isEqualTo(200);

      var available = shop.becomes(id, "AVAILABLE");
      assertThat(available.has("runnerId")).isFalse();
      assertThat(pendingTimers(id)).containsExactly("ORDER_TIMEOUT");
      told(id, "ACCEPTANCE_CANCELLED");
      var other = campus.runner + "-b";
      campus.registers(other, "RUNNER");
      assertThat(campus.bids(id, other).statusCode()).isEqualTo(200);
      assertThat(shop.becomes(id, "ACCEPTED").get("runnerId").asText()).isEqualTo(other);
      assertThat(facts(id)).containsOnlyOnce("payment.captured", "order.prepared");
    }

    @Test
    void what_is_given_back_before_the_kitchen_has_begun_is_cooked_for_the_next_runner() throws Exception {
      var id = campus.ordersFromKitchen("card");
      shop.becomes(id, "AVAILABLE");
      camel.getRouteController().stopRoute("prepare-order");
      try {
        campus.bids(id, campus.runner);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> facts(id).contains("stock.consumed"));
        assertThat(givesBack(id, campus.runner).statusCode()).isEqualTo(200);
      } finally {
        camel.getRouteController().startRoute("prepare-order");
      }
      // Behind the command that comes too late now.
      campus.accepts(campus.ordersFromKitchen("card"));

      campus.accepts(id);

      assertThat(facts(id)).containsOnlyOnce("stock.consumed", "order.prepared");
    }

    @Test
    void a_stranger_gives_nothing_back_and_nobody_after_the_purchase() {
      var id = campus.ordersFromStore();
      campus.accepts(id);

      assertThat(givesBack(id, "somebody").statusCode()).isEqualTo(403);
      campus.goes(id, "ON_SITE");
      campus.buys(id, 1000, "USD");
      assertThat(givesBack(id, campus.runner).statusCode()).isEqualTo(409);
    }

    @Test
    void nobody_accepts_who_is_no_runner_or_blocked_or_the_customer() {
      var id = campus.ordersFromStore();
      shop.becomes(id, "AVAILABLE");
      shop.post("/users/" + campus.runner + "/block", "{\"reason\": \"lost a meal\"}");
      var both = campus.customer;

      assertThat(campus.bids(id, "nobody").statusCode()).isEqualTo(422);
      assertThat(campus.bids(id, both).statusCode()).isEqualTo(422);
      assertThat(campus.bids(id, campus.runner).statusCode()).isEqualTo(403);
      assertThat(shop.get("/orders/" + id).get("status").asText()).isEqualTo("AVAILABLE");
    }

    @Test
    void money_that_cannot_be_taken_ends_the_order_before_the_runner_has_gone_a_step() {
      var id = campus.ordersFromKitchen("card-expiring");
      shop.becomes(id, "AVAILABLE");
      var stock = shop.get("/inventory/blueberries").get("reserved").asLong();

      campus.bids(id, campus.runner);

      assertThat(shop.becomes(id, "CANCELLED").get("reason").asText()).isEqualTo("payment-declined");
      assertThat(shop.get("/inventory/blueberries").get("reserved").asLong()).isLessThan(stock);
      assertThat(shop.get("/payments?orderId=" + id).at("/payments/0/status").asText()).isEqualTo("VOIDED");
    }

    private HttpResponse<String> givesBack(String id, String runner) {
      return shop.send("DELETE", "/api/v1/orders/" + id + "/acceptance?runnerId=" + runner, "");
    }
  }

  @Nested
  class Completing {

    @Test
    void an_order_goes_from_words_to_the_door_and_everybody_is_paid_to_the_cent() {
      var id = campus.ordersFromKitchen("card");

      campus.bringsFromKitchen(id);

      assertThat(facts(id)).containsSubsequence("order.accepted", "order.on-site", "order.purchased", "order.ready",
          "order.collected", "order.on-the-way", "order.delivered", "order.delivery-confirmed", "order.completing",
          "escrow.released", "runner.discharged", "order.completed");
      assertThat(campus.balance(id, "MERCHANT")).isEqualTo(1700);
      assertThat(campus.balance(id, "RUNNER")).isEqualTo(350);
      assertThat(campus.balance(id, "PLATFORM")).isEqualTo(85);
      assertThat(campus.balance(id, "GATEWAY")).isEqualTo(-2135);
      assertThat(campus.balance(id, "ESCROW")).isZero();
      var receipt = shop.get("/orders/" + id + "/receipt");
      assertThat(receipt.at("/paid/amount").asLong()).isEqualTo(2135);
      assertThat(sum(receipt, "goods", "deliveryFee", "platformFee", "tip")).isEqualTo(receipt.at("/charged/amount").asLong());
      assertThat(pendingTimers(id)).isEmpty();
      for (var type : List.of("ORDER_CREATED", "PENDING_PAYMENT", "PAYMENT_AUTHORIZED", "ESCROW_PLACED", "ORDER_ACCEPTED",
          "ORDER_ON_SITE", "ORDER_PURCHASED", "ORDER_COLLECTED", "ORDER_ON_THE_WAY", "ORDER_DELIVERED", "ORDER_COMPLETED")) {
        told(id, type);
      }
    }

    @Test
    void stages_are_reported_in_order_only_and_by_the_bound_runner_only() {
      var id = campus.ordersFromStore();
      campus.accepts(id);

      assertThat(campus.reports(id, "COLLECTED").statusCode()).isEqualTo(409);
      assertThat(shop.send("POST", "/api/v1/orders/" + id + "/delivery", """
          {"runnerId": "somebody", "status": "ON_SITE"}""").statusCode()).isEqualTo(403);
      campus.goes(id, "ON_SITE", "ON_SITE");
      assertThat(campus.reports(id, "DELIVERED").statusCode()).isEqualTo(409);
      assertThat(facts(id)).containsOnlyOnce("order.on-site").doesNotContain("order.collected", "order.delivered");
    }

    @Test
    void what_the_kitchen_has_not_cooked_cannot_be_collected() {
      var id = campus.ordersFromKitchen("card");
      campus.accepts(id);
      campus.goes(id, "ON_SITE", "PURCHASED");

      assertThat(campus.reports(id, "COLLECTED").statusCode()).isEqualTo(409);
      shop.ringsTheBell(id);
      campus.goes(id, "COLLECTED");
    }

    @Test
    void only_the_right_code_confirms_and_not_after_five_wrong_ones() {
      var id = campus.ordersFromStore();
      deliversFromStore(id, 1100);
      var code = shop.get("/orders/" + id + "/confirmation-code").get("code").asText();
      var wrong = code.equals("000000") ? "000001" : "000000";

      for (int i = 0; i < 5; i++) {
        assertThat(confirms(id, wrong).statusCode()).isEqualTo(422);
      }
      assertThat(confirms(id, code).statusCode()).isEqualTo(429);
      assertThat(shop.get("/orders/" + id).get("status").asText()).isEqualTo("DELIVERED");
    }

    @Test
    void a_delivery_that_nobody_confirms_is_confirmed_by_time() {
      var id = campus.ordersFromStore();
      deliversFromStore(id, 1100);

      comes(id, "CONFIRMATION_GRACE");

      shop.becomes(id, "COMPLETED");
    }

    @Test
    void a_lower_price_gives_the_customer_the_difference_back() {
      var id = campus.ordersFromStore();
      deliversFromStore(id, 850);
      campus.confirms(id);
      shop.becomes(id, "COMPLETED");

      // 8.50 + 2.50 + 0.43 + 1.00 of 16.00 held
      Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
          assertThat(shop.get("/payments?orderId=" + id).at("/payments/0/refunded/amount").asLong()).isEqualTo(1600 - 1243));
      assertThat(shop.get("/payments?orderId=" + id).at("/payments/0/status").asText()).isEqualTo("PARTIALLY_REFUNDED");
      assertThat(campus.balance(id, "MERCHANT")).isEqualTo(850);
      assertThat(shop.get("/orders/" + id + "/receipt").at("/paid/amount").asLong()).isEqualTo(1243);
      assertThat(shop.get("/orders/" + id + "/receipt").at("/refunded/amount").asLong()).isZero();
    }

    @Test
    void a_price_within_the_limit_needs_no_question() {
      var id = campus.ordersFromStore();
      deliversFromStore(id, 1190);
      campus.confirms(id);
      shop.becomes(id, "COMPLETED");

      assertThat(campus.balance(id, "MERCHANT")).isEqualTo(1190);
      assertThat(facts(id)).doesNotContain("order.approval.requested");
    }

    @Test
    void a_price_above_the_limit_is_paid_once_the_customer_agrees() {
      var id = campus.ordersFromStore();
      campus.arrives(id);

      assertThat(Shop.read(campus.buys(id, 2000, "USD").body()).at("/question/kind").asText()).isEqualTo("PRICE");
      assertThat(shop.get("/orders/" + id + "/status").get("waitingFor").asText()).isEqualTo("customer");
      told(id, "APPROVAL_REQUESTED");
      assertThat(campus.answers(id, true).statusCode()).isEqualTo(200);
      campus.awaits(id, "PURCHASE");
      assertThat(campus.buys(id, 2000, "USD").statusCode()).isEqualTo(200);
      campus.goes(id, "COLLECTED", "ON_THE_WAY", "DELIVERED");
      campus.confirms(id);
      shop.becomes(id, "COMPLETED");

      assertThat(campus.balance(id, "MERCHANT")).isEqualTo(2000);
      assertThat(campus.balance(id, "GATEWAY")).isEqualTo(-(2000 + 250 + 100 + 100));
      assertThat(shop.get("/payments?orderId=" + id).get("payments")).hasSize(2);
    }

    @Test
    void a_price_that_the_customer_does_not_agree_to_ends_the_order_and_pays_the_way() {
      var id = campus.ordersFromStore();
      campus.arrives(id);
      campus.buys(id, 2000, "USD");

      campus.answers(id, false);

      endsWith(id, "price-declined", 250, 0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"JPY, 350", "BHD, 900"})
    void currencies_without_and_with_three_decimals_add_up(String currency, long fee) {
      var id = campus.ordersFromStore("card", currency, 3000);
      campus.deliversFromStore(id, 1100, currency);
      campus.confirms(id);

      var total = shop.becomes(id, "COMPLETED").get("total");

      assertThat(total.get("amount").asLong()).isEqualTo(1100 + fee + 55 + 100);
      assertThat(total.get("currency").asText()).isEqualTo(currency);
      assertThat(shop.get("/orders/" + id + "/receipt").at("/paid").toString()).isEqualTo(total.toString());
    }

    @Test
    void a_runner_is_rated_once_by_the_customer_when_the_order_is_done() {
      var id = campus.ordersFromStore();
      deliversFromStore(id, 1100);
      assertThat(rates(id, campus.customer, 5).statusCode()).isEqualTo(409);
      campus.confirms(id);
      shop.becomes(id, "COMPLETED");

      assertThat(rates(id, "somebody", 5).statusCode()).isEqualTo(403);
      assertThat(rates(id, campus.customer, 6).statusCode()).isEqualTo(400);
      assertThat(rates(id, campus.customer, 4).statusCode()).isEqualTo(200);
      assertThat(rates(id, campus.customer, 5).statusCode()).isEqualTo(409);
      var rating = shop.get("/users/" + campus.runner).get("rating");
      assertThat(rating.get("count").asInt()).isEqualTo(1);
      assertThat(rating.get("average").decimalValue()).isEqualByComparingTo("4");
    }

    @Test
    void a_completed_order_is_refunded_in_part_and_in_full_and_not_beyond() {
      var id = campus.ordersFromKitchen("card");
      campus.bringsFromKitchen(id);

      assertThat(refunds(id, 500, "cold-" + id).statusCode()).isEqualTo(202);
      assertThat(refunds(id, 500, "cold-" + id).statusCode()).as("again").isEqualTo(202);
      assertThat(refunds(id, 1635, "late-" + id).statusCode()).isEqualTo(202);
      assertThat(refunds(id, 1, "more-" + id).statusCode()).isEqualTo(422);
      assertThat(field(shop.send("POST", "/api/v1/orders/" + id + "/refunds", "{\"amount\": 1, \"reason\": \"x\"}")))
          .isEqualTo("Idempotency-Key");

      Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
          assertThat(shop.get("/payments?orderId=" + id).at("/payments/0/status").asText()).isEqualTo("REFUNDED"));
      assertThat(campus.balance(id, "GATEWAY")).isZero();
      assertThat(campus.balance(id, "RUNNER")).isEqualTo(350);
      assertThat(shop.get("/orders/" + id + "/receipt").at("/paid/amount").asLong()).isZero();
    }

    private HttpResponse<String> refunds(String id, long amount, String key) {
      return shop.send("POST", "/api/v1/orders/" + id + "/refunds", "{\"amount\": %d, \"reason\": \"cold\"}".formatted(amount),
          "Idempotency-Key", key);
    }

    private HttpResponse<String> rates(String id, String customer, int stars) {
      return shop.send("POST", "/api/v1/orders/" + id + "/rating",
          "{\"customerId\": \"%s\", \"stars\": %d}".formatted(customer, stars));
    }

    private HttpResponse<String> confirms(String id, String code) {
      return shop.send("POST", "/api/v1/orders/" + id + "/confirm", "{\"code\": \"" + code + "\"}");
    }
  }

  @Nested
  class Failing {

    @Test
    void an_order_that_no_runner_takes_in_time_is_cancelled_and_refunded_and_its_timer_processed() {
      var id = campus.ordersFromKitchen("card");
      var stock = shop.onHand("blueberries");
      shop.becomes(id, "AVAILABLE");

      comes(id, "ORDER_TIMEOUT");

      endsWith(id, "no-runner", 0, 0);
      assertThat(shop.onHand("blueberries")).isGreaterThan(stock - 1);
      assertThat(database.queryForObject(
          "select status from timers.timer where subject = ? and kind = 'ORDER_TIMEOUT'", String.class, id)).isEqualTo("PROCESSED");
      assertThat(shop.get("/payments?orderId=" + id).at("/payments/0/status").asText()).isEqualTo("VOIDED");
    }

    @Test
    void a_closed_store_costs_the_customer_nothing_and_the_house_pays_the_way() {
      var id = campus.ordersFromStore();
      campus.arrives(id);

      campus.meets(id, "STORE_CLOSED");

      endsWith(id, "store-closed", 250, 0);
      assertThat(campus.balance(id, "PLATFORM")).isEqualTo(-250);
      assertThat(campus.balance(id, "GATEWAY")).isZero();
    }

    @Test
    void an_item_that_cannot_be_had_is_left_out_if_the_customer_agrees() {
      var id = campus.ordersFromStore();
      campus.arrives(id);
      lacks(id, "soda");

      campus.answers(id, true);

      campus.awaits(id, "PURCHASE");
      assertThat(shop.get("/orders/" + id).get("items")).hasSize(1);
      campus.buys(id, 900, "USD");
      campus.goes(id, "COLLECTED", "ON_THE_WAY", "DELIVERED");
      campus.confirms(id);
      shop.becomes(id, "COMPLETED");
      assertThat(campus.balance(id, "MERCHANT")).isEqualTo(900);
    }

    @Test
    void an_item_that_cannot_be_had_ends_the_order_if_the_customer_does_not_agree() {
      var id = campus.ordersFromStore();
      campus.arrives(id);
      lacks(id, "soda");

      campus.answers(id, false);

      endsWith(id, "item-unavailable", 250, 0);
      assertThat(campus.balance(id, "GATEWAY")).isZero();
    }

    @Test
    void a_store_that_has_nothing_of_it_ends_the_order_without_a_question() {
      var id = campus.ordersFromStore();
      campus.arrives(id);

      lacks(id, "soda\", \"burrito");

      endsWith(id, "item-unavailable", 250, 0);
    }

    @Test
    void no_answer_is_a_no() {
      var id = campus.ordersFromStore();
      campus.arrives(id);
      campus.buys(id, 5000, "USD");

      comes(id, "APPROVAL_EXPIRY");

      endsWith(id, "price-declined", 250, 0);
    }

    @ParameterizedTest(name = "a runner who vanishes when the order is {0}")
    @ValueSource(strings = {"ACCEPTED", "ON_SITE"})
    void a_runner_who_vanishes_before_the_purchase_loses_the_order_to_others(String stage) {
      var id = campus.ordersFromStore();
      campus.accepts(id);
      if (stage.equals("ON_SITE")) {
        campus.goes(id, stage);
      }

      comes(id, "STAGE_TIMEOUT");

      shop.becomes(id, "AVAILABLE");
      assertThat(pendingTimers(id)).containsExactly("ORDER_TIMEOUT");
      told(id, "ACCEPTANCE_CANCELLED");
    }

    @Test
    void a_runner_who_vanishes_though_a_higher_price_was_agreed_to_loses_the_order_to_others() {
      var id = campus.ordersFromStore();
      campus.accepts(id);
      campus.goes(id, "ON_SITE");
      campus.buys(id, 2000, "USD");
      campus.answers(id, true);
      campus.awaits(id, "PURCHASE");

      comes(id, "STAGE_TIMEOUT");

      shop.becomes(id, "AVAILABLE");
    }

    @Test
    void a_runner_who_vanishes_while_a_higher_price_is_being_paid_loses_the_order_to_others_later() throws Exception {
      var id = campus.ordersFromStore();
      campus.accepts(id);
      campus.goes(id, "ON_SITE");
      campus.buys(id, 2000, "USD");
      camel.getRouteController().stopRoute("charge-more");
      try {
        campus.answers(id, true);
        comes(id, "STAGE_TIMEOUT");
        Awaitility.await("guarded again").atMost(Duration.ofSeconds(20)).until(() -> facts(id).contains("timer.fired")
            && pendingTimers(id).equals(List.of("STAGE_TIMEOUT")));
      } finally {
        camel.getRouteController().startRoute("charge-more");
      }
      campus.awaits(id, "PURCHASE");
      comes(id, "STAGE_TIMEOUT");

      shop.becomes(id, "AVAILABLE");
    }

    @ParameterizedTest(name = "a runner who vanishes when the order is {0}")
    @ValueSource(strings = {"PURCHASED", "COLLECTED", "ON_THE_WAY"})
    void a_runner_who_vanishes_with_the_goods_costs_the_customer_nothing_and_the_merchant_nothing(String stage) {
      var id = campus.ordersFromStore();
      campus.arrives(id);
      campus.buys(id, 1000, "USD");
      for (var next : List.of("COLLECTED", "ON_THE_WAY")) {
        if (!stage.equals("PURCHASED") && !shop.get("/orders/" + id).get("status").asText().equals(stage)) {
          campus.goes(id, next);
        }
      }

      comes(id, "STAGE_TIMEOUT");

      endsWith(id, "runner-vanished", 0, 1000);
      assertThat(campus.balance(id, "PLATFORM")).isEqualTo(-1000);
      assertThat(campus.balance(id, "GATEWAY")).isZero();
    }

    @Test
    void a_customer_who_does_not_open_pays_for_everything_but_the_tip() {
      var id = campus.ordersFromStore();
      campus.arrives(id);
      campus.buys(id, 1000, "USD");
      campus.goes(id, "COLLECTED", "ON_THE_WAY");
      campus.meets(id, "CUSTOMER_UNREACHABLE");
      told(id, "CUSTOMER_UNREACHABLE");

      comes(id, "CUSTOMER_GRACE");

      endsWith(id, "customer-unreachable", 250, 1000);
      assertThat(campus.balance(id, "GATEWAY")).isEqualTo(-(1000 + 250 + 50));
      assertThat(shop.get("/orders/" + id + "/receipt").at("/paid/amount").asLong()).isEqualTo(1300);
    }

    @Test
    void the_timer_of_a_former_stage_that_is_heard_of_late_does_not_stand_for_the_present_one() throws Exception {
      var id = campus.ordersFromStore();
      campus.accepts(id);
      comes(id, "STAGE_TIMEOUT");
      shop.becomes(id, "AVAILABLE");
      campus.accepts(id);
      campus.goes(id, "ON_SITE");
      campus.buys(id, 1000, "USD");
      campus.goes(id, "COLLECTED", "ON_THE_WAY");
      campus.meets(id, "CUSTOMER_UNREACHABLE");
      camel.getRouteController().stopRoute("resolve-unreachable-customer");
      try {
        comes(id, "CUSTOMER_GRACE");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Collections.frequency(facts(id), "timer.fired") == 2);
        messages.sendBodyAndHeader("{{delivery.runner-vanished}}", null, "orderId", id);
        // Behind that command.
        var other = campus.ordersFromStore();
        campus.accepts(other);
        comes(other, "STAGE_TIMEOUT");
        shop.becomes(other, "AVAILABLE");
      } finally {
        camel.getRouteController().startRoute("resolve-unreachable-customer");
      }

      endsWith(id, "customer-unreachable", 250, 1000);
    }

    @Test
    void a_customer_who_opens_after_all_gets_the_order() {
      var id = campus.ordersFromStore();
      campus.arrives(id);
      campus.buys(id, 1000, "USD");
      campus.goes(id, "COLLECTED", "ON_THE_WAY");
      campus.meets(id, "CUSTOMER_UNREACHABLE");

      campus.goes(id, "DELIVERED");

      assertThat(pendingTimers(id)).containsExactly("CONFIRMATION_GRACE");
      campus.confirms(id);
      shop.becomes(id, "COMPLETED");
    }

    private void lacks(String id, String skus) {
      var answer = shop.send("POST", "/api/v1/orders/" + id + "/problems", """
          {"runnerId": "%s", "kind": "ITEM_UNAVAILABLE", "skus": ["%s"]}""".formatted(campus.runner, skus));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  @Nested
  class CallingOff {

    @Test
    void an_order_that_no_runner_has_is_called_off_for_nothing() {
      var id = campus.ordersFromKitchen("card");
      shop.becomes(id, "AVAILABLE");

      campus.callsOff(id);

      endsWith(id, "cancelled-by-customer", 0, 0);
      assertThat(shop.get("/payments?orderId=" + id).at("/payments/0/status").asText()).isEqualTo("VOIDED");
    }

    @Test
    void from_that_moment_no_timer_is_pending() {
      var id = campus.ordersFromStore();
      shop.becomes(id, "AVAILABLE");

      campus.callsOff(id);

      assertThat(pendingTimers(id)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: the runner gets {1} and the store {2}")
    @CsvSource({"ACCEPTED, 125, 0", "ON_SITE, 250, 0", "PURCHASED, 250, 1000", "COLLECTED, 250, 1000", "ON_THE_WAY, 250, 1000"})
    void later_what_has_been_spent_is_not_given_back(String stage, long runner, long merchant) {
      var id = campus.ordersFromStore();
      campus.accepts(id);
      for (var next : List.of("ON_SITE", "PURCHASED", "COLLECTED", "ON_THE_WAY")) {
        if (!shop.get("/orders/" + id).get("status").asText().equals(stage)) {
          if (next.equals("PURCHASED")) {
            campus.buys(id, 1000, "USD");
          } else {
            campus.goes(id, next);
          }
        }
      }

      assertThat(campus.callsOff(id).statusCode()).isEqualTo(202);

      endsWith(id, "cancelled-by-customer", runner, merchant);
      assertThat(campus.callsOff(id).statusCode()).as("again").isEqualTo(202);
    }

    @Test
    void what_the_kitchen_has_begun_is_paid_for() {
      var id = campus.ordersFromKitchen("card");
      campus.accepts(id);

      campus.callsOff(id);

      endsWith(id, "cancelled-by-customer", 125, 1700);
      assertThat(shop.get("/kitchen/tickets").toString()).doesNotContain(id);
    }

    @Test
    void pancakes_for_the_counter_that_are_being_made_are_paid_for_and_before_that_are_not() {
      var id = shop.orders(1, "card");
      shop.becomes(id, "PREPARING");

      campus.callsOff(id);

      endsWith(id, "cancelled-by-customer", 0, 850);
      assertThat(shop.get("/payments?orderId=" + id).at("/payments/0/captured/amount").asLong()).isEqualTo(850);
    }

    @Test
    void what_the_customer_has_cannot_be_called_off() {
      var id = campus.ordersFromStore();
      deliversFromStore(id, 1000);

      assertThat(campus.callsOff(id).statusCode()).isEqualTo(409);
    }
  }

  private void deliversFromStore(String id, long price) {
    campus.deliversFromStore(id, price, "USD");
  }

  private void endsWith(String id, String reason, long runner, long merchant) {
    var cancelled = shop.becomes(id, "CANCELLED");
    assertThat(cancelled.get("reason").asText()).isEqualTo(reason);
    assertThat(campus.balance(id, "RUNNER")).isEqualTo(runner);
    assertThat(campus.balance(id, "MERCHANT")).isEqualTo(merchant);
    assertThat(campus.balance(id, "ESCROW")).isZero();
    assertThat(pendingTimers(id)).isEmpty();
  }

  /** The time of the order's pending timer comes. */
  private void comes(String id, String kind) {
    assertThat(database.update("update timers.timer set due_at = now() where subject = ? and kind = ? and status = 'PENDING'", id, kind))
        .as("pending timers of kind " + kind).isEqualTo(1);
  }

  private List<String> pendingTimers(String id) {
    return database.queryForList(
        "select kind from timers.timer where subject = ? and status = 'PENDING' and kind <> 'PAYMENT_RETRY'", String.class, id);
  }

  private void told(String id, String type) {
    Awaitility.await("to be told " + type).atMost(Duration.ofSeconds(20)).untilAsserted(() ->
        assertThat(shop.get("/notifications?orderId=" + id).get("notifications").findValuesAsText("type")).contains(type));
  }

  private List<String> facts(String id) {
    return shop.history(id).stream().filter(type -> !type.equals("notification.sent")).toList();
  }

  private static long sum(JsonNode receipt, String... parts) {
    long sum = 0;
    for (var part : parts) {
      sum += receipt.at("/" + part + "/amount").asLong();
    }
    return sum;
  }

  private static String field(HttpResponse<String> refused) {
    return Shop.read(refused.body()).at("/errors/0/field").asText();
  }
}
