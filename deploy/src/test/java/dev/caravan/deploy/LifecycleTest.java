package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** An order that is sent: received, approved, placed, charged, packed, taken by a carrier, done; or taken back. */
@EndToEnd
class LifecycleTest {

  private final Shop shop;
  private final Parcels parcels;
  private final Backstage backstage;
  private final JdbcTemplate database;

  LifecycleTest(@LocalServerPort int port, @Autowired Backstage backstage, @Autowired JdbcTemplate database) {
    this.shop = new Shop(port);
    this.parcels = new Parcels(shop);
    this.backstage = backstage;
    this.database = database;
  }

  @AfterEach
  void everythingAddsUp() {
    backstage.letAllGo();
    backstage.carriedOut();
    shop.invariantsHold();
  }

  @Test
  void what_is_started_is_approved_placed_charged_packed_and_sent() {
    var order = parcels.startsAtLeisure();

    assertThat(parcels.ends(order).get("status").asText()).isEqualTo("COMPLETED");
    assertThat(shop.history(order)).filteredOn(fact -> !fact.startsWith("notification.")).containsExactly(
        "order.received", "order.approved", "order.placed", "order.reserved", "payment.pending", "payment.authorized",
        "escrow.placed", "order.confirmed", "payment.captured", "order.shipping", "package.prepared", "order.shipped",
        "stock.consumed", "escrow.released", "order.completed");
    assertThat(parcels.balance(order, "MERCHANT kitchen") + parcels.balance(order, "MERCHANT")).isEqualTo(1200);
    assertThat(shop.get("/shipments/" + order).get("status").asText()).isEqualTo("DISPATCHED");
  }

  @Test
  void the_history_says_of_every_fact_when_by_whom_at_which_step_and_attempt() {
    var order = parcels.startsBy("carrier-timeout");
    parcels.ends(order);

    for (var fact : shop.get("/orders/" + order + "/history").get("events")) {
      assertThat(fact.get("at").asText()).isNotBlank();
      assertThat(fact.get("actor").asText()).isNotBlank();
      if (!fact.get("type").asText().matches("(timer|notification)\\..*")) {
        assertThat(fact.get("step").asText()).isNotBlank();
        assertThat(fact.get("attempt").asInt()).isPositive();
      }
    }
    assertThat(parcels.fact(order, "shipment.delayed").get("attempt").asInt()).isEqualTo(1);
    var shipped = parcels.fact(order, "order.shipped");
    assertThat(shipped.get("step").asText()).isEqualTo("DISPATCH");
    assertThat(shipped.get("attempt").asInt()).isEqualTo(2);
  }

  @Test
  void words_are_understood_before_they_are_sent() {
    var order = parcels.startsAtLeisure("\"text\": \"two boxes of pancake mix\"");
    var completed = parcels.ends(order);
    assertThat(completed.get("status").asText()).isEqualTo("COMPLETED");
    assertThat(completed.at("/total/amount").asLong()).isEqualTo(2400);
    assertThat(parcels.fact(order, "order.analyzed").at("/data/confidence").asInt()).isEqualTo(100);

    var other = parcels.startsAtLeisure("\"text\": \"two boxes of fog\"");
    assertThat(parcels.ends(other).get("reason").asText()).isEqualTo("not-understood");
  }

  @Nested
  class Starting {

    @Test
    void the_same_id_again_is_the_same_order() {
      var id = Parcels.newId();
      var first = parcels.start(id);
      var second = parcels.start(id, "\"customer_id\": \"somebody-else\"");

      assertThat(first.statusCode()).isEqualTo(202);
      assertThat(first.headers().firstValue("Location")).contains("/api/v1/orders/" + id);
      assertThat(second.statusCode()).isEqualTo(200);
      assertThat(Shop.read(second.body()).get("customerId").asText()).isEqualTo("guest");
      assertThat(Shop.read(second.body()).get("createdAt")).isEqualTo(Shop.read(first.body()).get("createdAt"));
      parcels.ends(id);
      assertThat(parcels.told(id, "order.received")).hasSize(1);
    }

    @Test
    void fifty_who_start_the_same_id_at_once_start_one_order() throws Exception {
      var id = Parcels.newId();
      var callers = Executors.newFixedThreadPool(50);
      try {
        var statuses = new ArrayList<Integer>();
        for (var answer : callers.invokeAll(Collections.nCopies(50, (Callable<Integer>) () -> parcels.start(id).statusCode()))) {
          statuses.add(answer.get());
        }
        assertThat(statuses).containsOnly(200, 202).containsOnlyOnce(202);
      } finally {
        callers.shutdown();
      }
      parcels.ends(id);
      assertThat(parcels.told(id, "order.received")).hasSize(1);
    }

    @Test
    void what_is_left_out_is_what_the_house_takes_it_to_mean() {
      var id = Parcels.newId();
      var order = shop.post("/orders/" + id + "/start", "{}");

      assertThat(order.get("customerId").asText()).isEqualTo("guest");
      assertThat(order.at("/items/0/sku").asText()).isEqualTo("pancake-mix");
      assertThat(order.at("/fulfilment/address/street").asText()).isEqualTo("1 Caravan Yard");
      parcels.ends(id);
    }

    @Test
    void an_order_that_is_posted_may_be_sent_as_well() {
      var order = shop.post("/orders", """
          {"customerId": "ada", "items": [{"sku": "pancake-mix", "quantity": 2}], "payment": {"method": "card"},
           "fulfilment": {"type": "SHIPMENT", "address": %s}}""".formatted(Parcels.HOME)).get("id").asText();

      assertThat(parcels.ends(order).get("status").asText()).isEqualTo("COMPLETED");
      assertThat(parcels.proof(order).get("within").asBoolean()).isTrue();
    }
  }

  @Nested
  class Charging {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "card-declined, REJECTED, payment-declined",
        "card-insufficient-funds, REJECTED, payment-declined",
        "card-processor-error, REJECTED, payment-unavailable",
        "card-expiring, CANCELLED, payment-declined"})
    void an_order_that_cannot_be_charged_takes_nothing_and_sends_nothing(String method, String end, String reason) {
      var shelf = shop.onHand("pancake-mix");
      var order = parcels.startsAtLeisure("\"payment\": {\"method\": \"" + method + "\"}");

      var ended = parcels.ends(order);
      assertThat(ended.get("status").asText()).isEqualTo(end);
      assertThat(ended.get("reason").asText()).isEqualTo(reason);
      assertThat(shop.onHand("pancake-mix")).isEqualTo(shelf);
      assertThat(shop.send("GET", "/api/v1/shipments/" + order, "").statusCode()).isEqualTo(404);
    }

    @Test
    void a_gateway_that_loses_its_answer_is_asked_again_and_charges_once() {
      var order = parcels.startsAtLeisure("\"payment\": {\"method\": \"card-timeout\"}");

      assertThat(parcels.ends(order).get("status").asText()).isEqualTo("COMPLETED");
      assertThat(shop.history(order)).contains("payment.delayed");
      var payments = shop.get("/payments?orderId=" + order).get("payments");
      assertThat(payments).hasSize(1);
      assertThat(payments.get(0).get("captured").at("/amount").asLong()).isEqualTo(1200);
    }

    @Test
    void charging_over_and_over_charges_once() {
      backstage.holdUp("ship-order");
      var order = parcels.startsAtLeisure();
      parcels.awaits(order, "SHIP");
      for (int i = 0; i < 5; i++) {
        backstage.commands("payments.hold", order);
        backstage.commands("payments.capture", order);
      }
      backstage.tellsAgain(order, "order.confirmed");
      backstage.letAllGo();

      parcels.ends(order);
      assertThat(parcels.told(order, "payment.captured")).hasSize(1);
      assertThat(database.queryForObject("""
          select sum(c.captured) from payments.simulated_charge c join payments.payment p on p.id::text = c.key where p.order_id = ?""",
          Long.class, order)).isEqualTo(1200);
    }
  }

  /** What the child does not manage is for its parent to decide. */
  @Nested
  class Carrying {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "carrier, carrier",
        "carrier-slow, carrier-slow",
        "carrier-timeout, carrier-timeout",
        "carrier-declined carrier, carrier",
        "carrier-down carrier-backup, carrier-backup",
        "carrier-declined carrier-down carrier-timeout, carrier-timeout"})
    void a_carrier_that_fails_is_asked_again_or_another_one_is(String carriers, String taker) {
      var order = parcels.startsBy(carriers.split(" "));

      assertThat(parcels.ends(order).get("status").asText()).isEqualTo("COMPLETED");
      assertThat(parcels.fact(order, "order.shipped").at("/data/carrier").asText()).isEqualTo(taker);
      assertThat(parcels.told(order, "shipment.failed")).hasSize(carriers.split(" ").length - 1);
      assertThat(backstage.booked(order)).containsExactly(taker);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"carrier-declined", "carrier-down", "carrier-declined carrier-down"})
    void an_order_that_no_carrier_takes_is_taken_back(String carriers) {
      var shelf = shop.onHand("pancake-mix");
      var order = parcels.startsBy(carriers.split(" "));

      var ended = parcels.ends(order);
      assertThat(ended.get("status").asText()).isEqualTo("CANCELLED");
      assertThat(ended.get("reason").asText()).isEqualTo("not-shippable");
      assertThat(shop.onHand("pancake-mix")).isEqualTo(shelf);
      assertThat(backstage.booked(order)).isEmpty();
      backstage.carriedOut();
      assertThat(shop.get("/payments?orderId=" + order).at("/payments/0/status").asText()).isEqualTo("REFUNDED");
    }

    @Test
    void every_command_of_the_child_may_be_repeated_and_come_late() {
      var order = parcels.startsBy("carrier-declined", "carrier");
      parcels.ends(order);
      for (var fact : List.of("order.shipping", "package.prepared", "shipment.failed", "order.shipped", "payment.captured")) {
        backstage.tellsAgain(order, fact);
      }
      for (var command : List.of("shipping.pack", "shipping.dispatch", "shipping.give-up", "shipping.unpack", "orders.ship")) {
        backstage.commands(command, order);
      }
      backstage.carriedOut();

      assertThat(backstage.booked(order)).containsExactly("carrier");
      assertThat(parcels.told(order, "order.shipped")).hasSize(1);
      assertThat(shop.get("/orders/" + order).get("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void a_command_that_is_repeated_is_no_further_attempt() {
      backstage.holdUp("fire-timers");
      var order = parcels.startsBy("carrier-down", "carrier");
      parcels.comesTo(order, "shipment.delayed");
      for (int i = 0; i < 5; i++) {
        backstage.commands("shipping.dispatch", order);
      }
      backstage.carriedOut();

      assertThat(shop.get("/shipments/" + order).get("attempts").asInt()).isEqualTo(1);
      backstage.letAllGo();
      assertThat(parcels.ends(order).get("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void a_lost_command_is_sent_again_before_the_deadline() {
      backstage.holdUp("dispatch-parcel");
      var order = parcels.startsAtLeisure();
      parcels.awaits(order, "DISPATCH");
      backstage.loses("dispatch-parcel", order);
      backstage.letAllGo();

      assertThat(parcels.ends(order).get("status").asText()).isEqualTo("COMPLETED");
      assertThat(parcels.proof(order).get("within").asBoolean()).isTrue();
    }
  }

  @Nested
  class Looking {

    @Test
    void orders_are_found_by_how_they_get_on() {
      var customer = "customer-" + UUID.randomUUID();
      var who = "\"customer_id\": \"" + customer + "\"";
      backstage.holdUp("fire-timers");
      var done = parcels.startsAtLeisure(who);
      var waiting = parcels.startsInShort(who, "\"review\": true", "\"deadline_seconds\": 600");
      var retrying = parcels.startsAtLeisure(who, "\"carriers\": [\"carrier-down\"]");
      parcels.ends(done);
      parcels.awaits(waiting, "REVIEW");
      Awaitility.await().until(() -> !parcels.told(retrying, "shipment.delayed").isEmpty());

      assertThat(ids(customer, "&health=ok")).containsExactly(done);
      assertThat(ids(customer, "&health=waiting")).containsExactly(waiting);
      assertThat(ids(customer, "&health=retrying")).containsExactly(retrying);
      assertThat(ids(customer, "&health=stuck")).isEmpty();
      var status = shop.get("/orders/" + waiting + "/status");
      assertThat(status.get("health").asText()).isEqualTo("waiting");
      assertThat(status.get("waitingFor").asText()).isEqualTo("reviewer");
      backstage.letAllGo();
      parcels.cancels(waiting, "admin");
      parcels.ends(waiting);
      parcels.ends(retrying);
    }

    @Test
    void orders_that_stand_still_are_stuck() {
      var customer = "customer-" + UUID.randomUUID();
      backstage.holdUp("pack-parcel");
      var order = parcels.startsInShort("\"customer_id\": \"" + customer + "\"", "\"deadline_seconds\": 600");
      parcels.awaits(order, "PACK");
      database.update("update orders.customer_order set updated_at = updated_at - interval '5 minutes' where id = ?", order);

      assertThat(ids(customer, "&health=stuck")).containsExactly(order);
      assertThat(shop.get("/orders/" + order + "/status").get("health").asText()).isEqualTo("stuck");
      backstage.letAllGo();
      parcels.ends(order);
      assertThat(ids(customer, "&health=stuck")).isEmpty();
    }

    @Test
    void every_filter_holds_on_every_page() {
      var customer = "customer-" + UUID.randomUUID();
      var notes = List.of("100% sure", "100 per cent", "a_b", "axb", "50%");
      var orders = notes.stream().map(note -> parcels.startsAtLeisure("\"customer_id\": \"" + customer + "\"", "\"note\": \"" + note + "\"")).toList();
      orders.forEach(parcels::ends);

      assertThat(ids(customer, "&q=100%25")).containsExactly(orders.get(0));
      assertThat(ids(customer, "&q=A_B")).containsExactly(orders.get(2));
      assertThat(ids(customer, "&q=" + orders.get(3))).containsExactly(orders.get(3));
      assertThat(ids(customer, "&fulfilment=SHIPMENT")).hasSize(5);
      assertThat(ids(customer, "&fulfilment=PICKUP")).isEmpty();
      var third = shop.get("/orders/" + orders.get(2)).get("createdAt").asText();
      assertThat(ids(customer, "&from=" + third)).hasSize(3);
      assertThat(ids(customer, "&to=" + third)).containsExactly(orders.get(1), orders.get(0));
      var page = shop.send("GET", "/api/v1/orders?limit=2&fulfilment=SHIPMENT&health=ok&customerId=" + customer, "");
      var found = new ArrayList<>(ids(Shop.read(page.body())));
      while (page.headers().firstValue("Link").isPresent()) {
        var next = page.headers().firstValue("Link").get();
        page = shop.send("GET", next.substring(1, next.indexOf('>')), "");
        found.addAll(ids(Shop.read(page.body())));
      }
      assertThat(found).containsExactlyInAnyOrderElementsOf(orders).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"health=fine, health", "fulfilment=PIGEON, fulfilment", "from=yesterday, from", "to=2026-01-01, to"})
    void a_wrong_filter_is_refused_by_its_name(String query, String field) {
      var answer = shop.send("GET", "/api/v1/orders?" + query, "");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(Shop.read(answer.body()).at("/errors/0/field").asText()).isEqualTo(field);
    }

    private List<String> ids(String customer, String more) {
      return ids(shop.get("/orders?customerId=" + customer + more));
    }

    private static List<String> ids(JsonNode page) {
      return StreamSupport.stream(page.get("orders").spliterator(), false).map(order -> order.get("id").asText())
          .collect(Collectors.toList());
    }
  }
}
