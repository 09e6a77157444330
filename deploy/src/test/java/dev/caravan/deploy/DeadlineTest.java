package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What is sent has ended within its deadline, one way or the other, and the times of its facts show it. */
@EndToEnd
class DeadlineTest {

  private final Shop shop;
  private final Parcels parcels;
  private final Backstage backstage;
  private final MovableClock clock;
  private final JdbcTemplate database;

  DeadlineTest(@LocalServerPort int port, @Autowired Backstage backstage, @Autowired MovableClock clock,
      @Autowired JdbcTemplate database) {
    this.shop = new Shop(port);
    this.parcels = new Parcels(shop);
    this.backstage = backstage;
    this.clock = clock;
    this.database = database;
  }

  @AfterEach
  void everythingAddsUp() {
    backstage.letAllGo();
    backstage.carriedOut();
    shop.invariantsHold();
  }

  @Test
  void an_order_has_fifteen_seconds_unless_it_says_otherwise() {
    assertThat(limit(parcels.startsInShort())).isEqualTo(Duration.ofSeconds(15));
    assertThat(limit(parcels.startsInShort("\"deadline_seconds\": 40"))).isEqualTo(Duration.ofSeconds(40));
  }

  private Duration limit(String order) {
    var found = parcels.ends(order);
    return Duration.between(Instant.parse(found.get("createdAt").asText()), Instant.parse(found.get("deadline").asText()));
  }

  @Test
  void what_is_collected_or_brought_may_take_its_time() {
    var order = shop.orders(1, "card");
    shop.becomes(order, "PREPARING");
    clock.pass(Duration.ofSeconds(20));

    assertThat(shop.servesAndHandsOver(order).has("deadline")).isFalse();
    var answer = shop.send("GET", "/api/v1/orders/" + order + "/deadline", "");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("no-deadline");
  }

  @ParameterizedTest(name = "at {0}")
  @CsvSource({"reserve-stock, RESERVE", "capture-payment, CAPTURE", "pack-parcel, PACK", "dispatch-parcel, DISPATCH"})
  void what_is_not_done_in_time_is_taken_back_in_time_and_late_steps_change_nothing(String route, String step) {
    var shelf = shop.onHand("pancake-mix");
    backstage.holdUp(route);
    var order = parcels.startsInShort();
    parcels.awaits(order, step);
    clock.pass(Duration.ofSeconds(11));

    var ended = parcels.ends(order);
    assertThat(ended.get("status").asText()).isEqualTo("CANCELLED");
    assertThat(ended.get("reason").asText()).isEqualTo("deadline-exceeded");
    assertThat(parcels.proof(order).get("within").asBoolean()).isTrue();
    backstage.letAllGo();
    backstage.carriedOut();
    assertThat(shop.get("/orders/" + order).get("version")).isEqualTo(ended.get("version"));
    assertThat(shop.onHand("pancake-mix")).isEqualTo(shelf);
    assertThat(parcels.told(order, "order.shipped")).isEmpty();
    assertThat(backstage.pendingTimers(order)).isEmpty();
  }

  @Test
  void a_step_that_comes_after_the_deadline_does_not_wait_for_the_timer_to_know() {
    backstage.holdUp("dispatch-parcel", "expire-order");
    var order = parcels.startsInShort();
    parcels.awaits(order, "DISPATCH");
    clock.pass(Duration.ofSeconds(11));
    backstage.letGo("dispatch-parcel");

    assertThat(parcels.ends(order).get("reason").asText()).isEqualTo("deadline-exceeded");
  }

  @Test
  void what_a_carrier_has_by_then_is_done() {
    backstage.holdUp("consume-stock");
    var order = parcels.startsInShort();
    parcels.awaits(order, "CONSUME_STOCK");
    clock.pass(Duration.ofSeconds(11));
    backstage.carriedOut();
    backstage.letAllGo();

    assertThat(parcels.ends(order).get("status").asText()).isEqualTo("COMPLETED");
  }

  @Test
  void by_the_real_clock_a_review_that_nobody_decides_on_ends_within_the_deadline() {
    database.update("update review.policy set policy = jsonb_set(policy, '{onExpiry}', '\"APPROVE\"')");
    String order;
    try {
      backstage.holdUp("expire-review");
      order = parcels.startsInShort("\"review\": true", "\"deadline_seconds\": 8");
    } finally {
      database.update("update review.policy set policy = jsonb_set(policy, '{onExpiry}', '\"REJECT\"')");
    }

    var ended = parcels.ends(order);
    assertThat(ended.get("reason").asText()).isEqualTo("deadline-exceeded");
    var proof = parcels.proof(order);
    assertThat(proof.get("end").asText()).isEqualTo("order.cancelled");
    assertThat(proof.get("within").asBoolean()).as(proof.toString()).isTrue();
    assertThat(proof.get("millis").asLong()).isBetween(4000L, 8000L);
  }

  @Test
  void a_set_of_orders_is_proved_from_the_times_of_their_facts() {
    var customer = "customer-" + UUID.randomUUID();
    var who = "\"customer_id\": \"" + customer + "\"";
    parcels.ends(parcels.startsInShort(who));
    parcels.ends(parcels.startsInShort(who, "\"payment\": {\"method\": \"card-declined\"}"));
    backstage.holdUp("expire-order", "pack-parcel");
    var late = parcels.startsInShort(who);
    parcels.awaits(late, "PACK");
    clock.pass(Duration.ofSeconds(20));
    backstage.letAllGo();
    parcels.ends(late);
    var open = parcels.startsInShort(who, "\"review\": true", "\"deadline_seconds\": 600");

    var proofs = shop.get("/deadlines?customerId=" + customer);
    assertThat(proofs.get("orders").asInt()).isEqualTo(4);
    assertThat(proofs.get("ended").asInt()).isEqualTo(3);
    assertThat(proofs.get("within").asInt()).isEqualTo(2);
    assertThat(proofs.get("late").asInt()).isEqualTo(1);
    assertThat(proofs.get("open").asInt()).isEqualTo(1);
    assertThat(proofs.get("worstMillis").asLong()).isGreaterThan(20_000);
    assertThat(proofs.get("worstMarginMillis").asLong()).isNegative();
    assertThat(proofs.at("/lateOrders/0/orderId").asText()).isEqualTo(late);
    assertThat(parcels.proof(late).get("within").asBoolean()).isFalse();
    assertThat(parcels.proof(open).has("within")).isFalse();
    parcels.cancels(open, "admin");
    parcels.ends(open);
  }

  @Test
  void nobody_can_stop_the_timer_that_keeps_a_deadline() {
    var order = parcels.startsInShort("\"review\": true", "\"deadline_seconds\": 600");
    parcels.awaits(order, "REVIEW");
    for (var timer : shop.get("/timers?status=PENDING&subject=" + order).get("timers")) {
      var answer = shop.send("DELETE", "/api/v1/timers/" + timer.get("id").asText(), "");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("reserved-kind");
    }
    assertThat(backstage.pendingTimers(order)).containsExactly("DEADLINE", "REVIEW_EXPIRY");
    parcels.cancels(order, "admin");
    parcels.ends(order);
  }

  @ParameterizedTest
  @CsvSource({"0", "7", "3601", "-15"})
  void a_deadline_out_of_range_is_refused(int seconds) {
    var answer = parcels.start(Parcels.newId(), "\"deadline_seconds\": " + seconds);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Shop.read(answer.body()).at("/errors/0/field").asText()).isEqualTo("deadlineSeconds");
  }
}
