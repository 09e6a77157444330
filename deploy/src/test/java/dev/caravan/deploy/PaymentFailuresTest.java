package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.deploy.FaultyGateway.Deed;
import dev.caravan.deploy.FaultyGateway.Fault;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Duration;

/** A gateway that does what it is asked for but does not say so, or says no to a price that was agreed to. */
@EndToEnd
class PaymentFailuresTest {

  private static final int ALWAYS = 1000;

  @Autowired Backstage backstage;
  @Autowired FaultyGateway gateway;
  @Autowired JdbcTemplate database;

  private Shop shop;
  private Campus campus;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    campus = new Campus(shop);
  }

  @AfterEach
  void everything_runs_and_adds_up() {
    backstage.letAllGo();
    backstage.carriedOut();
    shop.invariantsHold();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"AUTHORIZE, THROW_AFTER", "CAPTURE, THROW_AFTER", "CAPTURE, LOSE_ANSWER"})
  void money_whose_taking_nobody_hears_of_is_taken_once(Deed deed, Fault fault) {
    var id = campus.ordersFromStore();
    gateway.arm(id, deed, fault, 2);

    campus.accepts(id);

    assertThat(gateway.armed(id, deed)).as("answers left to lose").isZero();
    assertThat(payment(id, 0).get("status").asText()).isEqualTo("CAPTURED");
    assertThat(atGateway(id)).isEqualTo(1600);
    assertThat(shop.history(id)).containsOnlyOnce("payment.authorized", "payment.captured", "order.accepted");
  }

  @ParameterizedTest
  @EnumSource
  void a_refund_that_nobody_hears_of_is_made_once(Fault fault) {
    var id = campus.ordersFromStore();
    gateway.arm(id, Deed.REFUND, fault, 2);
    campus.deliversFromStore(id, 850, "USD");
    campus.confirms(id);
    shop.becomes(id, "COMPLETED");

    becomes(id, 0, "PARTIALLY_REFUNDED");

    assertThat(gateway.armed(id, Deed.REFUND)).as("answers left to lose").isZero();
    assertThat(atGateway(id)).isEqualTo(1243);
    assertThat(campus.balance(id, "GATEWAY")).isEqualTo(-1243);
    assertThat(campus.balance(id, "REFUNDS")).isZero();
    assertThat(refundsAtGateway(id)).isEqualTo(1);
    assertThat(shop.history(id)).containsOnlyOnce("payment.refunded");
  }

  @ParameterizedTest
  @EnumSource
  void a_void_that_nobody_hears_of_lets_the_money_go(Fault fault) {
    var id = campus.ordersFromStore();
    shop.becomes(id, "AVAILABLE");
    gateway.arm(id, Deed.CANCEL, fault, 2);

    campus.callsOff(id);

    shop.becomes(id, "CANCELLED");
    assertThat(gateway.armed(id, Deed.CANCEL)).as("answers left to lose").isZero();
    assertThat(payment(id, 0).get("status").asText()).isEqualTo("VOIDED");
    nobodyHasAnything(id);
  }

  @ParameterizedTest(name = "{0} comes last")
  @ValueSource(strings = {"return-escrow-without-saga", "void-payment"})
  void a_void_that_comes_too_late_gives_the_customer_everything_back(String last) {
    var id = campus.ordersFromStore();
    shop.becomes(id, "AVAILABLE");
    gateway.arm(id, Deed.CAPTURE, Fault.LOSE_ANSWER, ALWAYS);
    campus.bids(id, campus.runner);
    Awaitility.await("money to be taken").atMost(Duration.ofSeconds(20)).until(() -> atGateway(id) == 1600);
    assertThat(payment(id, 0).get("status").asText()).isEqualTo("AUTHORIZED");
    backstage.holdUp(last);

    assertThat(campus.callsOff(id).statusCode()).isEqualTo(202);

    backstage.carriedOut();
    assertThat(shop.get("/orders/" + id).get("status").asText()).isEqualTo("COMPENSATING");
    backstage.letAllGo();
    assertThat(shop.becomes(id, "CANCELLED").get("reason").asText()).isEqualTo("cancelled-by-customer");
    gateway.disarm(id);
    assertThat(payment(id, 0).get("status").asText()).isEqualTo("REFUNDED");
    assertThat(refundsAtGateway(id)).isEqualTo(1);
    nobodyHasAnything(id);
  }

  @Test
  void a_higher_price_that_the_bank_declines_lets_the_runner_buy_within_the_limit() {
    var id = campus.ordersFromStore("card-limit", "USD", 1600);
    campus.accepts(id);
    agreesTo(id, 5000);

    becomes(id, 1, "VOIDED");

    assertThat(payment(id, 1).get("code").asText()).isEqualTo("over-limit");
    buysWithinTheLimit(id);
  }

  @Test
  void a_higher_price_that_the_gateway_never_answers_to_lets_the_runner_buy_within_the_limit() {
    var id = campus.ordersFromStore();
    campus.accepts(id);
    gateway.arm(id, Deed.AUTHORIZE, Fault.LOSE_ANSWER, ALWAYS);
    agreesTo(id, 2000);

    becomes(id, 1, "VOIDED");

    gateway.disarm(id);
    buysWithinTheLimit(id);
  }

  @ParameterizedTest
  @EnumSource
  void a_higher_price_that_was_taken_once_nobody_hears_of_is_paid_once(Fault fault) {
    var id = campus.ordersFromStore();
    campus.accepts(id);
    gateway.arm(id, Deed.CAPTURE, fault, 2);
    agreesTo(id, 2000);

    campus.awaits(id, "PURCHASE");

    assertThat(payment(id, 1).get("status").asText()).isEqualTo("CAPTURED");
    assertThat(atGateway(id)).isEqualTo(2450);
    assertThat(campus.balance(id, "ESCROW")).isEqualTo(2450);
  }

  @Test
  void a_higher_price_that_was_taken_but_is_given_up_is_given_back() {
    var id = campus.ordersFromStore();
    campus.accepts(id);
    gateway.arm(id, Deed.CAPTURE, Fault.LOSE_ANSWER, ALWAYS);
    agreesTo(id, 2000);

    becomes(id, 1, "REFUNDED");

    gateway.disarm(id);
    assertThat(payment(id, 1).at("/refunded/amount").asLong()).isEqualTo(850);
    buysWithinTheLimit(id);
  }

  /** The runner asks for a price above the limit, and the customer says yes. */
  private void agreesTo(String id, long price) {
    campus.goes(id, "ON_SITE");
    campus.buys(id, price, "USD");
    assertThat(campus.answers(id, true).statusCode()).isEqualTo(200);
  }

  /** No question is open, and for what was held before the runner can still buy. */
  private void buysWithinTheLimit(String id) {
    campus.awaits(id, "PURCHASE");
    assertThat(shop.get("/orders/" + id).has("question")).isFalse();
    assertThat(campus.balance(id, "ESCROW")).isEqualTo(1600);
    assertThat(backstage.pendingTimers(id)).contains("STAGE_TIMEOUT");
    assertThat(campus.buys(id, 1190, "USD").statusCode()).isEqualTo(200);
    campus.goes(id, "COLLECTED", "ON_THE_WAY", "DELIVERED");
    campus.confirms(id);
    shop.becomes(id, "COMPLETED");
    assertThat(atGateway(id)).isEqualTo(1600);
    assertThat(campus.balance(id, "MERCHANT")).isEqualTo(1190);
    assertThat(shop.get("/orders/" + id + "/receipt").at("/paid/amount").asLong()).isEqualTo(1600);
  }

  private void nobodyHasAnything(String id) {
    assertThat(atGateway(id)).isZero();
    assertThat(shop.get("/ledger?orderId=" + id).get("balances")).allMatch(balance -> balance.asLong() == 0);
  }

  private void becomes(String id, int payment, String status) {
    Awaitility.await("payment to become " + status).atMost(Duration.ofSeconds(30)).until(() -> {
      var payments = shop.get("/payments?orderId=" + id).get("payments");
      return payments.size() > payment && payments.get(payment).get("status").asText().equals(status);
    });
  }

  private JsonNode payment(String id, int number) {
    return shop.get("/payments?orderId=" + id).get("payments").get(number);
  }

  /** Minor units that the gateway has of the order's customer. */
  private long atGateway(String id) {
    return database.queryForObject("""
        select coalesce(sum(c.captured - (select coalesce(sum(r.amount), 0) from payments.simulated_refund r where r.charge = c.key)), 0)
        from payments.simulated_charge c join payments.payment p on p.id::text = c.key where p.order_id = ?""", Long.class, id);
  }

  private int refundsAtGateway(String id) {
    return database.queryForObject("""
        select count(*) from payments.simulated_refund r join payments.payment p on p.id::text = r.charge where p.order_id = ?""",
        Integer.class, id);
  }
}
