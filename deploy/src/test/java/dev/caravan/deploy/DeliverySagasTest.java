package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.delivery.Completion;
import dev.caravan.model.payments.Payments;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The sagas by which a delivery is accepted and completed: held up until they are undone, undone in any order, made again. */
@EndToEnd
class DeliverySagasTest {

  private static final List<String> COMPLETION_UNDOS = List.of("undo-completion", "take-back-escrow", "bind-runner-again");

  @Autowired Backstage backstage;
  @Autowired Payments payments;
  @Autowired Completion completion;
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

  @Test
  void sagas_that_run_out_of_time_are_undone_and_made_again_and_nobody_pays_or_is_paid_twice() {
    var completing = delivered(3);
    var accepting = List.of(campus.ordersFromStore(), campus.ordersFromStore());
    accepting.forEach(id -> shop.becomes(id, "AVAILABLE"));
    isHeldUpAt("confirm-acceptance", () -> campus.bids(accepting.get(0), campus.runner), accepting.get(0), "CONFIRM_ACCEPTANCE");
    isHeldUpAt("capture-payment", () -> campus.bids(accepting.get(1), campus.runner), accepting.get(1), "CAPTURE");
    isHeldUpAt("complete-order", () -> campus.confirms(completing.get(0)), completing.get(0), "COMPLETE");
    isHeldUpAt("discharge-runner", () -> campus.confirms(completing.get(1)), completing.get(1), "DISCHARGE_RUNNER");
    isHeldUpAt("release-escrow", () -> campus.confirms(completing.get(2)), completing.get(2), "RELEASE_ESCROW");
    completing.subList(0, 2).forEach(this::everybodyIsPaid);

    for (var id : accepting) {
      campus.awaits(id, "ACCEPT");
      assertThat(shop.get("/orders/" + id).has("runnerId")).isFalse();
      assertThat(backstage.pendingTimers(id)).containsExactly("ORDER_TIMEOUT");
    }
    for (var id : completing) {
      Awaitility.await("another saga for order " + id).atMost(Duration.ofSeconds(60))
          .until(() -> backstage.sagas(id, "order.completing").size() == 2);
      nobodyIsPaid(id);
    }
    backstage.letAllGo();
    backstage.carriedOut();

    areAcceptedByAnother(accepting);
    areCompletedByAnotherSaga(completing);
    completing.subList(0, 2).forEach(id ->
        assertThat(postings(id)).containsExactly("escrow-placed", "captured", "released", "taken-back", "released"));
    assertThat(postings(completing.get(2))).containsExactly("escrow-placed", "captured", "released");
  }

  private void areAcceptedByAnother(List<String> orders) {
    assertThat(takenByGateway(orders.get(0))).isEqualTo(1600);
    assertThat(takenByGateway(orders.get(1))).as("the command to take it came too late").isZero();
    var another = campus.runner + "-b";
    campus.registers(another, "RUNNER");
    for (var id : orders) {
      assertThat(campus.bids(id, another).statusCode()).isEqualTo(200);
      assertThat(shop.becomes(id, "ACCEPTED").get("runnerId").asText()).isEqualTo(another);
      assertThat(facts(id)).containsOnlyOnce("payment.captured", "order.accepted");
      assertThat(takenByGateway(id)).isEqualTo(1600);
      var sagas = backstage.sagas(id, "order.accepting");
      assertThat(sagas).hasSize(2).doesNotHaveDuplicates();
      isLeftAloneBy(List.of("unbind-runner"), sagas, id);
    }
  }

  private void areCompletedByAnotherSaga(List<String> orders) {
    for (var id : orders) {
      shop.becomes(id, "COMPLETED");
      everybodyIsPaid(id);
      assertThat(facts(id)).containsOnlyOnce("order.completed");
      isLeftAloneBy(COMPLETION_UNDOS, backstage.sagas(id, "order.completing"), id);
    }
  }

  @Test
  void a_completion_is_undone_in_any_order_and_any_number_of_times() {
    var permutations = permutations(COMPLETION_UNDOS);
    var orders = delivered(permutations.size());
    backstage.holdUp("complete-order");
    orders.forEach(campus::confirms);
    orders.forEach(id -> campus.awaits(id, "COMPLETE"));
    backstage.holdUp("complete-delivery");
    for (int i = 0; i < orders.size(); i++) {
      var id = orders.get(i);
      var saga = backstage.sagas(id, "order.completing").get(0);
      isLeftAloneBy(permutations.get(i), List.of(saga + "x"), id);

      for (var undo : permutations.get(i)) {
        backstage.undoes(undo, id, saga);
        backstage.undoes(undo, id, saga);
      }

      campus.awaits(id, "OPEN_COMPLETION");
      nobodyIsPaid(id);
      assertThat(postings(id)).containsExactly("escrow-placed", "captured", "released", "taken-back");
      isLeftAloneBy(permutations.get(i), List.of(saga), id);
    }
    backstage.letAllGo();
    for (var id : orders) {
      shop.becomes(id, "COMPLETED");
      everybodyIsPaid(id);
      assertThat(postings(id)).containsExactly("escrow-placed", "captured", "released", "taken-back", "released");
    }
  }

  @Test
  void an_undo_that_overtakes_its_step_leaves_the_step_nothing_to_do() {
    var orders = delivered(2);
    var undischarged = orders.get(0);
    var unpaid = orders.get(1);
    isHeldUpAt("discharge-runner", () -> campus.confirms(undischarged), undischarged, "DISCHARGE_RUNNER");
    isHeldUpAt("release-escrow", () -> campus.confirms(unpaid), unpaid, "RELEASE_ESCROW");
    var first = backstage.sagas(unpaid, "order.completing").get(0);
    var second = backstage.sagas(undischarged, "order.completing").get(0);

    backstage.undoes("take-back-escrow", unpaid, first);
    payments.release(unpaid, first);
    backstage.undoes("undo-completion", unpaid, first);
    backstage.undoes("bind-runner-again", undischarged, second);
    completion.discharge(undischarged, second);
    backstage.undoes("take-back-escrow", undischarged, second);
    backstage.undoes("undo-completion", undischarged, second);

    orders.forEach(this::nobodyIsPaid);
    backstage.letAllGo();
    for (var id : orders) {
      shop.becomes(id, "COMPLETED");
      everybodyIsPaid(id);
    }
    assertThat(postings(unpaid)).containsExactly("escrow-placed", "captured", "released");
  }

  @Test
  void commands_that_come_twice_late_or_out_of_order_change_nothing_once_an_order_has_ended() throws IOException {
    var completed = campus.ordersFromKitchen("card");
    var paidInPart = campus.ordersFromKitchen("card");
    var voided = campus.ordersFromStore();
    campus.bringsFromKitchen(completed);
    campus.accepts(paidInPart);
    campus.callsOff(paidInPart);
    shop.becomes(voided, "AVAILABLE");
    campus.callsOff(voided);
    List.of(paidInPart, voided).forEach(id -> shop.becomes(id, "CANCELLED"));
    backstage.carriedOut();
    var before = everythingAbout(completed, paidInPart, voided);
    var commands = commands();
    for (int twice = 0; twice < 2; twice++) {
      commands.forEach(command -> before.keySet().forEach(id -> backstage.commands(command, id)));
      Collections.reverse(commands);
    }
    backstage.carriedOut();
    assertThat(everythingAbout(completed, paidInPart, voided)).isEqualTo(before);
  }

  @Test
  void a_timer_that_is_heard_of_late_and_twice_changes_nothing_once_the_order_has_moved_on() {
    var id = campus.ordersFromStore();
    shop.becomes(id, "AVAILABLE");
    isHeardOfTooLate("ORDER_TIMEOUT", "expire-offer", id, () -> campus.accepts(id));
    shop.send("DELETE", "/api/v1/orders/" + id + "/acceptance?runnerId=" + campus.runner, "");
    shop.becomes(id, "AVAILABLE");
    isLeftAloneByWhatFired(id);
    campus.accepts(id);
    isHeardOfTooLate("STAGE_TIMEOUT", "resolve-vanished-runner", id, () -> campus.goes(id, "ON_SITE"));
    campus.buys(id, 2000, "USD");
    isHeardOfTooLate("APPROVAL_EXPIRY", "resolve-unanswered-question", id, () -> {
      campus.answers(id, true);
      campus.awaits(id, "PURCHASE");
    });
    campus.buys(id, 2000, "USD");
    campus.goes(id, "COLLECTED", "ON_THE_WAY");
    campus.meets(id, "CUSTOMER_UNREACHABLE");
    isHeardOfTooLate("CUSTOMER_GRACE", "resolve-unreachable-customer", id, () -> campus.goes(id, "DELIVERED"));
    isHeardOfTooLate("CONFIRMATION_GRACE", "confirm-delivery-by-time", id, () -> {
      campus.confirms(id);
      shop.becomes(id, "COMPLETED");
    });
  }

  private void isHeardOfTooLate(String kind, String route, String id, Runnable meanwhile) {
    backstage.holdUp(route);
    backstage.comes(id, kind);
    meanwhile.run();
    backstage.carriedOut();
    var before = everythingAbout(id);
    backstage.letGo(route);
    backstage.carriedOut();
    assertThat(everythingAbout(id)).as("order after a late " + kind).isEqualTo(before);
    isLeftAloneByWhatFired(id);
  }

  private void isLeftAloneByWhatFired(String id) {
    backstage.carriedOut();
    var before = everythingAbout(id);
    backstage.tellsAgain(id, "timer.fired");
    backstage.carriedOut();
    assertThat(everythingAbout(id)).as("order after old timers").isEqualTo(before);
  }

  @Test
  void a_runner_who_vanishes_after_a_higher_price_was_paid_loses_the_order_to_others() {
    var id = campus.ordersFromStore();
    campus.arrives(id);
    campus.buys(id, 2000, "USD");
    isHeldUpAt("charge-more", () -> campus.answers(id, true), id, "CHARGE_MORE");
    backstage.comes(id, "STAGE_TIMEOUT");
    backstage.carriedOut();
    assertThat(backstage.pendingTimers(id)).as("it was not the runner who took so long").containsExactly("STAGE_TIMEOUT");
    backstage.letGo("charge-more");
    campus.awaits(id, "PURCHASE");

    backstage.comes(id, "STAGE_TIMEOUT");

    assertThat(shop.becomes(id, "AVAILABLE").has("runnerId")).isFalse();
  }

  @Test
  void a_timer_whose_command_is_lost_with_the_broker_is_heeded_all_the_same() {
    var vanished = campus.ordersFromStore();
    var untaken = campus.ordersFromStore();
    var refunded = delivered(1).get(0);
    campus.confirms(refunded);
    shop.becomes(refunded, "COMPLETED");
    campus.accepts(vanished);
    shop.becomes(untaken, "AVAILABLE");
    backstage.holdUp("resolve-vanished-runner", "expire-offer", "refund-payment");
    backstage.comes(vanished, "STAGE_TIMEOUT");
    backstage.comes(untaken, "ORDER_TIMEOUT");
    shop.post("/orders/" + refunded + "/refunds", "{\"amount\": 500, \"reason\": \"cold\"}",
        "Idempotency-Key", "cold-" + refunded);
    backstage.comes(refunded, "PAYMENT_RETRY");

    backstage.loses("resolve-vanished-runner", vanished);
    backstage.loses("expire-offer", untaken);
    backstage.loses("refund-payment", refunded);
    backstage.letAllGo();

    shop.becomes(vanished, "AVAILABLE");
    assertThat(shop.becomes(untaken, "CANCELLED").get("reason").asText()).isEqualTo("no-runner");
    Awaitility.await("refund").atMost(Duration.ofSeconds(30)).until(() -> campus.balance(refunded, "GATEWAY") == -1100);
    assertThat(facts(refunded)).containsOnlyOnce("payment.refunded");
  }

  /** Orders for 11.90, with everything 16.00, that their customers have not confirmed yet. */
  private List<String> delivered(int orders) {
    return IntStream.range(0, orders).mapToObj(each -> campus.ordersFromStore()).toList().stream()
        .peek(id -> campus.deliversFromStore(id, 1190, "USD")).toList();
  }

  private void isHeldUpAt(String route, Runnable deed, String id, String step) {
    backstage.holdUp(route);
    deed.run();
    campus.awaits(id, step);
  }

  private void everybodyIsPaid(String id) {
    assertThat(balances(id)).isEqualTo(Map.of(
        "CUSTOMER", 0L, "GATEWAY", -1600L, "ESCROW", 0L, "MERCHANT", 1190L, "RUNNER", 350L, "PLATFORM", 60L));
    assertThat(shop.get("/escrow?orderId=" + id).get("status").asText()).isEqualTo("RELEASED");
  }

  private void nobodyIsPaid(String id) {
    assertThat(shop.get("/orders/" + id).get("status").asText()).isEqualTo("DELIVERED");
    assertThat(balances(id)).containsEntry("ESCROW", 1600L).containsEntry("GATEWAY", -1600L);
    for (var account : List.of("MERCHANT", "RUNNER", "PLATFORM")) {
      assertThat(campus.balance(id, account)).as(account).isZero();
    }
    assertThat(shop.get("/escrow?orderId=" + id).get("status").asText()).isEqualTo("PLACED");
  }

  /** Each undo, called twice by each of the sagas and by one that the order never was in, changes nothing. */
  private void isLeftAloneBy(List<String> undos, List<String> sagas, String id) {
    backstage.carriedOut();
    var before = everythingAbout(id);
    var strangers = new ArrayList<>(sagas);
    strangers.add(sagas.get(0) + "x");
    for (var undo : undos) {
      for (var saga : strangers) {
        backstage.undoes(undo, id, saga);
        backstage.undoes(undo, id, saga);
      }
    }
    backstage.carriedOut();
    assertThat(everythingAbout(id)).isEqualTo(before);
  }

  private Map<String, List<Object>> everythingAbout(String... orders) {
    var all = new LinkedHashMap<String, List<Object>>();
    for (var id : orders) {
      all.put(id, List.of(shop.get("/orders/" + id), shop.get("/orders/" + id + "/status"), facts(id),
          shop.get("/payments?orderId=" + id), shop.get("/escrow?orderId=" + id), shop.get("/ledger?orderId=" + id),
          backstage.pendingTimers(id), takenByGateway(id)));
    }
    return all;
  }

  private Map<String, Long> balances(String id) {
    var balances = new HashMap<String, Long>();
    shop.get("/ledger?orderId=" + id).get("balances").fields()
        .forEachRemaining(account -> balances.put(account.getKey(), account.getValue().asLong()));
    return balances;
  }

  private List<String> postings(String id) {
    return StreamSupport.stream(shop.get("/ledger?orderId=" + id).get("postings").spliterator(), false)
        .map(posting -> posting.get("kind").asText()).toList();
  }

  private List<String> facts(String id) {
    return shop.history(id).stream().filter(type -> !type.equals("notification.sent")).toList();
  }

  private long takenByGateway(String id) {
    return database.queryForObject("""
        select coalesce(sum(c.captured), 0) from payments.simulated_charge c join payments.payment p on p.id::text = c.key
        where p.order_id = ?""", Long.class, id);
  }

  /** The name of every command there is. */
  private static List<String> commands() throws IOException {
    var endpoints = PropertiesLoaderUtils.loadProperties(new ClassPathResource("endpoints.properties"));
    var commands = new ArrayList<>(endpoints.stringPropertyNames().stream()
        .filter(name -> endpoints.getProperty(name).startsWith("broker:queue:") && !name.startsWith("operations.")).sorted().toList());
    assertThat(commands).contains("delivery.accept", "payments.refund", "kitchen.withdraw");
    return commands;
  }

  private static <T> List<List<T>> permutations(List<T> all) {
    if (all.isEmpty()) {
      return List.of(List.of());
    }
    return all.stream().flatMap(first -> permutations(all.stream().filter(each -> !each.equals(first)).toList()).stream()
        .map(rest -> {
          var permutation = new ArrayList<T>(List.of(first));
          permutation.addAll(rest);
          return List.copyOf(permutation);
        })).toList();
  }
}
