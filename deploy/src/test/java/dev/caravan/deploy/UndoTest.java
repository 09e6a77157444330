package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.model.orders.Orders;
import dev.caravan.model.orders.Reason;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** An order is held up before a step, by stopping that step's route, and fails there. */
@EndToEnd
class UndoTest {

  @Autowired CamelContext camel;
  @Autowired ProducerTemplate messages;
  @Autowired Orders orders;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcTemplate database;

  private Shop shop;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
  }

  @ParameterizedTest(name = "a failure at {0} takes back what {1} brought about")
  @CsvSource({
      "reserve-stock, order.placed",
      "hold-payment, order.reserved",
      "place-in-escrow, payment.authorized",
      "confirm-order, escrow.placed"})
  void a_failure_at_any_step_of_the_saga_takes_everything_back(String step, String lastFact) throws Exception {
    var stock = shop.get("/inventory");
    var id = heldUpBefore(step, lastFact, () -> shop.orders(3, "card"), this::refuse);

    var rejected = shop.becomes(id, "REJECTED");

    assertThat(rejected.get("reason").asText()).isEqualTo("test");
    assertThat(shop.get("/inventory")).isEqualTo(stock);
    assertThat(moneyHeldFor(id)).isEmpty();
    shop.invariantsHold();
  }

  @Test
  void a_saga_that_runs_out_of_time_is_undone_though_nobody_refused_the_order() throws Exception {
    var stock = shop.get("/inventory");
    var id = heldUpBefore("place-in-escrow", "payment.authorized", () -> shop.orders(1, "card"),
        order -> shop.becomes(order, "REJECTED"));
    assertThat(shop.get("/orders/" + id).get("reason").asText()).isEqualTo("placement-timeout");
    assertThat(shop.get("/inventory")).isEqualTo(stock);
    assertThat(moneyHeldFor(id)).isEmpty();
    shop.invariantsHold();
  }

  @Test
  void a_shelf_that_holds_less_than_was_promised_cancels_the_order_and_returns_the_money() throws Exception {
    var counted = shop.get("/inventory/pumpkin-puree").get("onHand").asLong();
    var id = heldUpBefore("consume-stock", "order.confirmed",
        () -> shop.post("/orders", """
            {"customerId": "ada", "items": [{"sku": "pumpkin-pancakes", "quantity": 2}], "payment": {"method": "card"}}""")
            .get("id").asText(),
        order -> shop.send("PUT", "/api/v1/inventory/pumpkin-puree", "{\"counted\": 0}"));
    var cancelled = shop.becomes(id, "CANCELLED");
    assertThat(cancelled.get("reason").asText()).isEqualTo("out-of-stock");
    assertThat(cancelled.at("/missing/0/ingredient").asText()).isEqualTo("pumpkin-puree");
    assertThat(moneyHeldFor(id)).isEmpty();
    shop.send("PUT", "/api/v1/inventory/pumpkin-puree", "{\"counted\": %d}".formatted(counted));
    shop.invariantsHold();
  }

  @Test
  void an_undo_that_keeps_failing_calls_an_operator_and_still_ends_the_order_when_it_succeeds() throws Exception {
    camel.getRouteController().stopRoute("void-payment");
    try {
      var id = heldUpBefore("place-in-escrow", "payment.authorized", () -> shop.orders(1, "card"), this::refuse);
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
        database.update("update orders.customer_order set updated_at = now() - interval '1 hour', swept_at = null "
            + "where id = ? and status = 'COMPENSATING'", id);
        return shop.get("/orders/" + id).get("status").asText().equals("COMPENSATION_FAILED");
      });
      assertThat(shop.history(id)).contains("order.compensation-failed");
      camel.getRouteController().startRoute("void-payment");
      shop.becomes(id, "REJECTED");
      assertThat(moneyHeldFor(id)).isEmpty();
    } finally {
      camel.getRouteController().startRoute("void-payment");
    }
    shop.invariantsHold();
  }

  @Test
  void commands_that_come_twice_late_or_out_of_order_change_nothing() {
    var id = shop.orders(2, "card");
    var done = shop.servesAndHandsOver(id);
    var history = shop.history(id);
    var stock = shop.get("/inventory");
    for (var command : List.of("orders.complete", "payments.release", "kitchen.prepare", "inventory.consume",
        "orders.confirm", "payments.escrow", "payments.hold", "inventory.reserve", "analysis.analyze",
        "inventory.release", "payments.start-voiding", "payments.return-escrow", "payments.void", "orders.collect")) {
      messages.sendBodyAndHeader("{{" + command + "}}", null, "orderId", id);
    }
    // An order sent now is behind them in no queue, but it goes through all of these routes.
    shop.servesAndHandsOver(shop.orders(2, "card"));
    assertThat(shop.get("/orders/" + id)).isEqualTo(done);
    assertThat(shop.history(id)).filteredOn(type -> !type.equals("notification.sent"))
        .isEqualTo(history.stream().filter(type -> !type.equals("notification.sent")).toList());
    assertThat(shop.get("/inventory/blueberries").get("reserved")).isEqualTo(reserved(stock, "blueberries"));
    shop.invariantsHold();
  }

  @Test
  void an_undo_that_comes_for_a_confirmed_order_or_from_a_strange_saga_changes_nothing() {
    var id = shop.orders(1, "card");
    var before = shop.becomes(id, "PREPARING");
    var saga = database.queryForObject("select saga from orders.customer_order where id = ?", String.class, id);
    for (var undo : List.of("unplace-order", "release-stock", "start-voiding", "return-escrow")) {
      for (var from : List.of(saga, saga + "x")) {
        messages.send("direct:" + undo, exchange -> {
          exchange.getMessage().setHeader("orderId", id);
          exchange.getMessage().setHeader("saga", from);
        });
      }
    }
    assertThat(shop.get("/orders/" + id)).isEqualTo(before);
    shop.servesAndHandsOver(id);
  }

  private interface Deed {
    void with(String orderId) throws Exception;
  }

  private String heldUpBefore(String step, String lastFact, Supplier<String> order, Deed deed) throws Exception {
    camel.getRouteController().stopRoute(step);
    try {
      var id = order.get();
      Awaitility.await("order held up before " + step).atMost(Duration.ofSeconds(30))
          .until(() -> shop.history(id).contains(lastFact));
      deed.with(id);
      return id;
    } finally {
      camel.getRouteController().startRoute(step);
    }
  }

  private void refuse(String id) {
    transaction.executeWithoutResult(status -> orders.refuse(orders.lock(id), Reason.of("test", "A test refused it."), "test"));
  }

  private List<String> moneyHeldFor(String orderId) {
    return database.queryForList("""
        select 'payment ' || status from payments.payment where order_id = ? and status in ('PENDING', 'AUTHORIZED', 'VOIDING', 'CAPTURED')
        union all select 'escrow ' || status from payments.escrow where order_id = ? and status <> 'REFUNDED'
        union all select 'charge ' || c.status from payments.simulated_charge c join payments.payment p on p.id::text = c.key
          where p.order_id = ? and c.status in ('AUTHORIZED', 'CAPTURED')""", String.class, orderId, orderId, orderId);
  }

  private static JsonNode reserved(JsonNode stock, String ingredient) {
    for (var each : stock.get("stock")) {
      if (each.get("ingredient").asText().equals(ingredient)) {
        return each.get("reserved");
      }
    }
    throw new AssertionError("no " + ingredient);
  }
}
