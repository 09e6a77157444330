package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertAll;

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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Signals to orders wherever they are: honoured while it is possible, refused by the name of the state when it is not. */
@EndToEnd
class SignalsTest {

  private static final int ALWAYS = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  /** In which an order that is to run out of time has to have ended; the others have an hour. */
  private static final int DEADLINE_SECONDS = 60;
  private static final String ACTOR = "rita";

  @Autowired Backstage backstage;
  @Autowired FaultyGateway gateway;
  @Autowired HeldCarrier carrier;
  @Autowired MovableClock clock;

  private Shop shop;
  private Parcels parcels;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    parcels = new Parcels(shop);
  }

  @AfterEach
  void everything_runs_and_adds_up() {
    backstage.letAllGo();
    backstage.carriedOut();
    shop.invariantsHold();
  }

  enum Expected { HONOURED, REFUSED }

  /** What somebody, or time, wants of an order. */
  enum Signal {
    CANCEL, UPDATE_ADDRESS, APPROVE, REJECT, DEADLINE
  }

  /** Where an order is when its signal comes: what was told last, and the routes that it cannot pass until it is let go. */
  enum Stage {
    UNREAD("order.received", "\"text\": \"one pancake mix\"", "analyze-order"),
    IN_REVIEW("order.review.requested", "\"review\": true", "expire-review"),
    APPROVED("order.approved", "", "place-order"),
    PLACED("order.placed", "", "reserve-stock"),
    RESERVED("order.reserved", "", "hold-payment"),
    PAYMENT_ASKED("payment.delayed", "", "fire-timers", "sweep-orders"),
    PAID("payment.authorized", "", "place-in-escrow"),
    IN_ESCROW("escrow.placed", "", "confirm-order"),
    CONFIRMED("order.confirmed", "", "capture-payment"),
    CHARGE_ASKED("payment.delayed", "", "fire-timers", "sweep-orders"),
    CHARGED("payment.captured", "", "ship-order"),
    SHIPPING("order.shipping", "", "pack-parcel"),
    PACKED("package.prepared", "", "dispatch-parcel"),
    CARRIER_SILENT("shipment.delayed", "\"carriers\": [\"carrier-timeout\"]", "fire-timers", "sweep-orders"),
    CARRIER_FAILED("shipment.failed", "\"carriers\": [\"carrier-declined\", \"carrier\"]", "ship-order"),
    SHIPPED("order.shipped", "", "consume-stock"),
    CONSUMED("stock.consumed", "", "release-escrow"),
    RELEASED("escrow.released", "", "complete-order"),
    COMPLETED("order.completed", ""),
    BEING_REJECTED("order.refused", "\"payment\": {\"method\": \"card-declined\"}", "cancel-saga"),
    BEING_CANCELLED("order.refused", "\"payment\": {\"method\": \"card-expiring\"}", "release-stock-without-saga"),
    REJECTED("order.rejected", "\"payment\": {\"method\": \"card-declined\"}"),
    CANCELLED("order.cancelled", "\"payment\": {\"method\": \"card-expiring\"}");

    final String fact;
    final String request;
    final String[] barriers;

    Stage(String fact, String request, String... barriers) {
      this.fact = fact;
      this.request = request;
      this.barriers = barriers;
    }
  }

  @ParameterizedTest(name = "{0}: cancel {1}, update-address {2}, approve {3}, reject {4}, the deadline {5}")
  @CsvSource(delimiter = '|', textBlock = """
      UNREAD          | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      IN_REVIEW       | HONOURED | HONOURED | HONOURED | HONOURED | HONOURED
      APPROVED        | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      PLACED          | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      RESERVED        | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      PAYMENT_ASKED   | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      PAID            | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      IN_ESCROW       | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      CONFIRMED       | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      CHARGE_ASKED    | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      CHARGED         | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      SHIPPING        | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      PACKED          | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      CARRIER_SILENT  | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      CARRIER_FAILED  | HONOURED | HONOURED | REFUSED  | REFUSED  | HONOURED
      SHIPPED         | REFUSED  | REFUSED  | REFUSED  | REFUSED  | REFUSED
      CONSUMED        | REFUSED  | REFUSED  | REFUSED  | REFUSED  | REFUSED
      RELEASED        | REFUSED  | REFUSED  | REFUSED  | REFUSED  | REFUSED
      COMPLETED       | REFUSED  | REFUSED  | REFUSED  | REFUSED  | REFUSED
      BEING_REJECTED  | REFUSED  | REFUSED  | REFUSED  | REFUSED  | REFUSED
      BEING_CANCELLED | REFUSED  | REFUSED  | REFUSED  | REFUSED  | REFUSED
      REJECTED        | REFUSED  | REFUSED  | REFUSED  | REFUSED  | REFUSED
      CANCELLED       | REFUSED  | REFUSED  | REFUSED  | REFUSED  | REFUSED
      """)
  void signals_are_honoured_while_it_is_possible(
      Stage stage, Expected cancel, Expected updateAddress, Expected approve, Expected reject, Expected deadline) {
    var expected = new EnumMap<Signal, Expected>(Map.of(Signal.CANCEL, cancel, Signal.UPDATE_ADDRESS, updateAddress,
        Signal.APPROVE, approve, Signal.REJECT, reject, Signal.DEADLINE, deadline));
    var honoured = Stream.of(Signal.values()).filter(signal -> expected.get(signal) == Expected.HONOURED).toList();
    var stock = stock();
    // Each signal that counts has an order of its own; those that do not are sent to the same.
    var orders = new EnumMap<Signal, String>(Signal.class);
    var other = Parcels.newId();
    expected.keySet().forEach(signal -> orders.put(signal, other));
    honoured.forEach(signal -> orders.put(signal, signal == Signal.UPDATE_ADDRESS ? other : Parcels.newId()));
    arriveAt(stage, orders);

    Stream.of(Signal.values()).filter(signal -> !honoured.contains(signal))
        .forEach(signal -> sends(signal, orders.get(signal), Expected.REFUSED));
    honoured.forEach(signal -> sends(signal, orders.get(signal), Expected.HONOURED));
    if (honoured.contains(Signal.DEADLINE) && !List.of(stage.barriers).contains("fire-timers")) {
      hasRunOutOfTime(orders.get(Signal.DEADLINE));
    }
    orders.values().forEach(gateway::disarm);
    backstage.letAllGo();

    assertAll(honoured.stream().map(signal -> () -> ends(stage, signal, orders.get(signal))));
    if (honoured.isEmpty()) {
      goesItsWay(stage, other);
    }
    assertThat(stock - stock()).as("boxes that are gone")
        .isEqualTo(orders.values().stream().distinct().filter(order -> status(order).equals("COMPLETED")).count());
  }

  /** The orders, each of which waits for its signal, stand there and go no further. */
  private void arriveAt(Stage stage, Map<Signal, String> orders) {
    backstage.holdUp(stage == Stage.CARRIER_FAILED ? new String[] {"dispatch-parcel"} : stage.barriers);
    var mortal = orders.get(Signal.DEADLINE);
    var ids = Set.copyOf(orders.values());
    for (var order : ids) {
      if (stage == Stage.PAYMENT_ASKED || stage == Stage.CHARGE_ASKED) {
        gateway.arm(order, stage == Stage.PAYMENT_ASKED ? Deed.AUTHORIZE : Deed.CAPTURE, Fault.LOSE_ANSWER, ALWAYS);
      }
      parcels.starts(order, order.equals(mortal) ? DEADLINE_SECONDS : 3600,
          Stream.of(stage.request).filter(field -> !field.isEmpty()).toArray(String[]::new));
    }
    if (stage == Stage.CARRIER_FAILED) {
      ids.forEach(order -> parcels.comesTo(order, "package.prepared"));
      backstage.holdUp(stage.barriers);
      backstage.letGo("dispatch-parcel");
    }
    ids.forEach(order -> parcels.comesTo(order, stage.fact));
    if (stage.fact.equals("order.refused")) {
      backstage.carriedOut();
    }
  }

  /** Sends the signal, which must be answered as expected; a refused one must change nothing. */
  private void sends(Signal signal, String order, Expected expected) {
    if (signal == Signal.DEADLINE) {
      clock.pass(Duration.ofSeconds(DEADLINE_SECONDS));
      return;
    }
    var before = List.of(shop.get("/orders/" + order), parcels.shipments(order), status(order));
    var answer = sent(signal, order);
    if (expected == Expected.HONOURED) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/orders/" + order);
    } else {
      isTooLate(answer, order, name(signal), String.valueOf(before.get(2)));
      assertThat(List.of(shop.get("/orders/" + order), parcels.shipments(order), status(order))).isEqualTo(before);
    }
  }

  /** Its deadline does not wait for the step that is due. */
  private void hasRunOutOfTime(String order) {
    Awaitility.await("the deadline of " + order).atMost(PATIENCE).pollInterval(Duration.ofMillis(50))
        .until(() -> shop.get("/orders/" + order).path("reason").asText().equals("deadline-exceeded"));
  }

  private HttpResponse<String> sent(Signal signal, String order) {
    return switch (signal) {
      case CANCEL -> parcels.cancels(order, ACTOR);
      case UPDATE_ADDRESS -> parcels.readdresses(order, Parcels.ELSEWHERE, ACTOR);
      case APPROVE -> parcels.approves(order, ACTOR);
      case REJECT -> parcels.rejects(order, ACTOR);
      case DEADLINE -> throw new IllegalArgumentException("time sends nothing");
    };
  }

  private static String name(Signal signal) {
    return signal.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void isTooLate(HttpResponse<String> answer, String order, String signal, String state) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    assertThat(Shop.read(answer.body()).get("type").asText()).isEqualTo("/problems/too-late");
    assertThat(Shop.read(answer.body()).get("detail").asText()).contains(state);
    assertThat(parcels.told(order, "order.signal-refused"))
        .extracting(event -> event.get("actor").asText(), event -> event.at("/data/signal").asText(), event -> event.at("/data/code").asText())
        .contains(tuple(ACTOR, signal, "too-late"));
  }

  /** As whoever signalled wanted it. */
  private void ends(Stage stage, Signal signal, String order) {
    switch (signal) {
      case CANCEL -> isTakenBack(order, "CANCELLED", "cancelled", ACTOR);
      case REJECT -> isTakenBack(order, "REJECTED", "review-rejected", ACTOR);
      case DEADLINE -> isTakenBack(order, "CANCELLED", "deadline-exceeded", "orders");
      case APPROVE -> {
        isSentTo(order, Parcels.HOME);
        assertThat(parcels.told(order, "order.approved")).extracting(event -> event.get("actor").asText()).containsExactly(ACTOR);
      }
      case UPDATE_ADDRESS -> {
        if (stage == Stage.IN_REVIEW) {
          parcels.approves(order, ACTOR);
        }
        isSentTo(order, Parcels.ELSEWHERE);
        assertThat(parcels.told(order, "order.address.updated"))
            .extracting(event -> event.get("actor").asText(), event -> event.at("/data/address"))
            .containsExactly(tuple(ACTOR, Shop.read(Parcels.ELSEWHERE)));
      }
    }
  }

  /** As if nobody had signalled anything. */
  private void goesItsWay(Stage stage, String order) {
    switch (stage) {
      case BEING_REJECTED, REJECTED -> isTakenBack(order, "REJECTED", "payment-declined", "payments");
      case BEING_CANCELLED, CANCELLED -> isTakenBack(order, "CANCELLED", "payment-declined", "payments");
      default -> isSentTo(order, Parcels.HOME);
    }
  }

  /** The order is done, and one carrier has one parcel of it, with this address. */
  private void isSentTo(String order, String address) {
    var done = shop.becomes(order, "COMPLETED");
    assertThat(done.at("/fulfilment/address")).isEqualTo(Shop.read(address));
    withShipments(order, shipments -> {
      assertThat(shipments).filteredOn(shipment -> is(shipment, "DISPATCHED"))
          .extracting(shipment -> shipment.get("address")).containsExactly(Shop.read(address));
      assertThat(shipments).allMatch(shipment -> is(shipment, "DISPATCHED") || is(shipment, "VOIDED") || is(shipment, "FAILED"));
      assertThat(backstage.booked(order)).as("carriers that come").hasSize(1);
    });
    assertThat(shop.history(order)).containsOnlyOnce("order.shipped", "order.completed", "payment.captured", "escrow.released");
    assertThat(backstage.atGateway(order)).isEqualTo(done.at("/total/amount").asLong());
  }

  /** The order has ended for this reason, and nobody has anything of it. */
  private void isTakenBack(String order, String status, String reason, String actor) {
    var ended = shop.becomes(order, status);
    assertThat(ended.get("reason").asText()).isEqualTo(reason);
    var end = status.equals("CANCELLED") ? "order.cancelled" : "order.rejected";
    var turned = Stream.concat(parcels.told(order, "order.refused").stream(), parcels.told(order, end).stream()).toList();
    assertThat(turned.get(0).get("actor").asText()).isEqualTo(actor);
    assertThat(turned).allMatch(event -> event.at("/data/reason/code").asText().equals(reason));
    assertThat(parcels.told(order, end)).hasSize(1);
    withShipments(order, shipments -> {
      assertThat(shipments).allMatch(shipment -> is(shipment, "VOIDED") || is(shipment, "FAILED"));
      assertThat(backstage.booked(order)).as("carriers that come").isEmpty();
    });
    assertThat(shop.get("/ledger?orderId=" + order).get("balances")).allMatch(balance -> balance.asLong() == 0);
    assertThat(backstage.atGateway(order)).isZero();
    assertThat(backstage.pendingTimers(order)).doesNotContain("DEADLINE", "REVIEW_EXPIRY");
  }

  private interface Check {
    void of(List<JsonNode> shipments);
  }

  private void withShipments(String order, Check check) {
    Awaitility.await("shipments of " + order).atMost(PATIENCE).pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> check.of(parcels.shipments(order)));
  }

  private static boolean is(JsonNode shipment, String status) {
    return shipment.get("status").asText().equals(status);
  }

  private String status(String order) {
    return shop.get("/orders/" + order).get("status").asText();
  }

  private long stock() {
    return shop.onHand("pancake-mix");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"CANCEL", "UPDATE_ADDRESS", "DEADLINE"})
  void a_signal_that_comes_while_a_carrier_thinks_counts_before_its_answer(Signal signal) {
    var order = Parcels.newId();
    carrier.holds(order);
    parcels.starts(order, signal == Signal.DEADLINE ? DEADLINE_SECONDS : 3600);
    carrier.isAsked(order);

    sends(signal, order, Expected.HONOURED);
    carrier.letGo(order);

    ends(Stage.PACKED, signal, order);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"CANCEL", "DEADLINE"})
  void a_parcel_that_is_called_off_while_it_waits_for_another_label_goes_nowhere(Signal signal) {
    var order = Parcels.newId();
    carrier.holds(order);
    parcels.starts(order, signal == Signal.DEADLINE ? DEADLINE_SECONDS : 3600);
    carrier.isAsked(order);
    backstage.holdUp("pack-parcel");
    sends(Signal.UPDATE_ADDRESS, order, Expected.HONOURED);

    sends(signal, order, Expected.HONOURED);
    carrier.letGo(order);
    backstage.letAllGo();

    ends(Stage.PACKED, signal, order);
  }

  @Test
  void addresses_that_change_again_and_again_leave_one_parcel_for_the_last() {
    backstage.holdUp("dispatch-parcel");
    var order = parcels.starts();
    parcels.comesTo(order, "package.prepared");
    for (var street : List.of("1 A St", "2 B St", "3 C St")) {
      parcels.readdresses(order, Parcels.address(street), ACTOR);
      Awaitility.await("a label to " + street).atMost(PATIENCE)
          .until(() -> parcels.shipments(order).get(0).at("/address/street").asText().equals(street));
    }
    backstage.letAllGo();
    isSentTo(order, Parcels.address("3 C St"));
    assertThat(parcels.shipments(order)).hasSize(4);
  }

  @Test
  void a_signal_at_any_moment_is_honoured_or_refused_and_nothing_between() {
    var moments = IntStream.range(0, 10).boxed().collect(Collectors.toMap(i -> parcels.starts(), Function.identity()));
    var answers = new ConcurrentHashMap<String, HttpResponse<String>>();
    CompletableFuture.allOf(moments.entrySet().stream().map(moment -> CompletableFuture.runAsync(
        () -> answers.put(moment.getKey(), sent(signalOf(moment.getValue()), moment.getKey())),
        CompletableFuture.delayedExecutor(moment.getValue() * 60L, TimeUnit.MILLISECONDS))).toArray(CompletableFuture[]::new)).join();

    assertAll(moments.entrySet().stream().map(moment -> () -> {
      var order = moment.getKey();
      var signal = signalOf(moment.getValue());
      if (answers.get(order).statusCode() == 202) {
        ends(Stage.PACKED, signal, order);
      } else {
        isTooLate(answers.get(order), order, name(signal), "The order is ");
        isSentTo(order, Parcels.HOME);
      }
    }));
  }

  private static Signal signalOf(int moment) {
    return moment % 2 == 0 ? Signal.CANCEL : Signal.UPDATE_ADDRESS;
  }

  @ParameterizedTest(name = "{0} is one {0}")
  @CsvSource({"CANCEL, order.refused", "UPDATE_ADDRESS, order.address.updated", "APPROVE, order.approved", "REJECT, order.rejected"})
  void a_signal_that_is_repeated(Signal signal, String fact) {
    backstage.holdUp("capture-payment");
    var order = signal == Signal.APPROVE || signal == Signal.REJECT ? parcels.starts("\"review\": true") : parcels.starts();
    parcels.comesTo(order, signal == Signal.APPROVE || signal == Signal.REJECT ? "order.review.requested" : "order.confirmed");

    var answers = inTwentyThreads(i -> sent(signal, order));
    backstage.letAllGo();
    ends(Stage.CONFIRMED, signal, order);

    assertThat(answers).allMatch(answer -> answer.statusCode() == 202);
    assertThat(sent(signal, order).statusCode()).as("when it has ended").isEqualTo(202);
    assertThat(parcels.told(order, fact)).hasSize(1);
    assertThat(shop.history(order)).doesNotContain("order.signal-refused");
  }

  @Test
  void of_yes_and_no_at_once_the_first_counts() {
    var order = parcels.starts("\"review\": true");

    var answers = inTwentyThreads(i -> sent(i % 2 == 0 ? Signal.APPROVE : Signal.REJECT, order));

    var yes = answers.get(0).statusCode() == 202;
    ends(Stage.IN_REVIEW, yes ? Signal.APPROVE : Signal.REJECT, order);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).statusCode()).isEqualTo((i % 2 == 0) == yes ? 202 : 409);
    }
    assertThat(parcels.told(order, "order.approved")).hasSize(yes ? 1 : 0);
    assertThat(parcels.told(order, "order.signal-refused"))
        .extracting(event -> event.at("/data/signal").asText()).hasSize(10).containsOnly(yes ? "reject" : "approve");
    assertThat(shop.get("/orders/" + order + "/review").get("status").asText()).isEqualTo(yes ? "APPROVED" : "REJECTED");
  }

  @Test
  void of_a_cancellation_and_another_address_at_once_the_cancellation_counts_in_the_end() {
    backstage.holdUp("dispatch-parcel");
    var order = parcels.starts();
    parcels.comesTo(order, "package.prepared");

    var answers = inTwentyThreads(i -> sent(i % 2 == 0 ? Signal.CANCEL : Signal.UPDATE_ADDRESS, order));
    backstage.letAllGo();

    ends(Stage.PACKED, Signal.CANCEL, order);
    var refused = 0;
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).statusCode()).as(answers.get(i).body()).isIn(202, i % 2 == 0 ? 202 : 409);
      refused += answers.get(i).statusCode() == 409 ? 1 : 0;
    }
    assertThat(parcels.told(order, "order.signal-refused")).hasSize(refused);
    assertThat(shop.history(order)).containsOnlyOnce("order.refused", "order.cancelled");
    assertThat(shop.history(order).lastIndexOf("order.address.updated")).isLessThan(shop.history(order).indexOf("order.refused"));
  }

  private List<HttpResponse<String>> inTwentyThreads(IntFunction<HttpResponse<String>> request) {
    var threads = Executors.newFixedThreadPool(20);
    try {
      return IntStream.range(0, 20).mapToObj(i -> CompletableFuture.supplyAsync(() -> request.apply(i), threads)).toList()
          .stream().map(CompletableFuture::join).toList();
    } finally {
      threads.shutdown();
    }
  }

  // The other ways

  @Test
  void a_customer_calls_an_order_off_without_saying_who_it_is() {
    backstage.holdUp("dispatch-parcel");
    var order = parcels.starts();
    parcels.comesTo(order, "package.prepared");
    assertThat(parcels.signals(order, "cancel", "{}").statusCode()).isEqualTo(202);
    backstage.letAllGo();
    isTakenBack(order, "CANCELLED", "cancelled-by-customer", parcels.customer);
  }

  @Test
  void a_runner_is_sent_elsewhere_until_the_runner_has_set_out() {
    var campus = new Campus(shop);
    var order = campus.ordersFromKitchen("card");
    campus.accepts(order);
    isAt(order, "Library", campus.customer);
    campus.goes(order, "ON_SITE", "PURCHASED");
    shop.ringsTheBell(order);
    campus.goes(order, "COLLECTED");
    isAt(order, "Gym", campus.customer);

    campus.goes(order, "ON_THE_WAY");

    isTooLate(parcels.readdresses(order, "{\"building\": \"Pool\"}", ACTOR), order, "update-address", "ON_THE_WAY");
    campus.goes(order, "DELIVERED");
    isTooLate(parcels.readdresses(order, "{\"building\": \"Pool\"}", ACTOR), order, "update-address", "DELIVERED");
    campus.confirms(order);
    assertThat(shop.becomes(order, "COMPLETED").at("/fulfilment/address/building").asText()).isEqualTo("Gym");
  }

  private void isAt(String order, String building, String customer) {
    var answer = parcels.signals(order, "update-address", "{\"new_address\": {\"building\": \"%s\"}}".formatted(building));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(Shop.read(answer.body()).at("/fulfilment/address/building").asText()).isEqualTo(building);
    var told = parcels.told(order, "order.address.updated");
    assertThat(told.get(told.size() - 1).get("actor").asText()).isEqualTo(customer);
  }

  @Test
  void an_address_of_another_way_is_refused_by_its_field_and_changes_nothing() {
    var campus = new Campus(shop);
    var counter = shop.orders(1, "card");
    var courier = campus.ordersFromKitchen("card");
    backstage.holdUp("dispatch-parcel");
    var parcel = parcels.starts();
    parcels.comesTo(parcel, "package.prepared");
    isRefused(parcels.readdresses(counter, "{\"building\": \"Gym\"}", ACTOR), "newAddress");
    isRefused(parcels.readdresses(counter, Parcels.ELSEWHERE, ACTOR), "newAddress");
    isRefused(parcels.readdresses(courier, Parcels.ELSEWHERE, ACTOR), "newAddress.street");
    isRefused(parcels.readdresses(parcel, "{\"building\": \"Gym\"}", ACTOR), "newAddress.building");
    for (var order : List.of(counter, courier, parcel)) {
      assertThat(shop.history(order)).doesNotContain("order.address.updated", "order.signal-refused");
    }
  }

  private static void isRefused(HttpResponse<String> answer, String field) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Shop.read(answer.body()).at("/errors/0/field").asText()).isEqualTo(field);
  }

  @Test
  void whoever_calls_an_order_off_is_in_its_history_however_it_was_to_reach_its_customer() {
    var campus = new Campus(shop);
    var counter = shop.orders(1, "card");
    shop.becomes(counter, "PREPARING");
    var courier = campus.ordersFromKitchen("card");
    shop.becomes(courier, "AVAILABLE");
    for (var order : List.of(counter, courier)) {
      assertThat(parcels.signals(order, "cancel", "{\"cancelled_by\": \"rita\"}").statusCode()).isEqualTo(202);
      assertThat(shop.becomes(order, "CANCELLED").get("reason").asText()).isEqualTo("cancelled");
      assertThat(parcels.told(order, "order.refused")).extracting(event -> event.get("actor").asText()).containsExactly(ACTOR);
      isTooLate(parcels.approves(order, ACTOR), order, "approve", "CANCELLED");
      isTooLate(parcels.rejects(order, ACTOR), order, "reject", "CANCELLED");
    }
    isTooLate(parcels.readdresses(courier, "{\"building\": \"Gym\"}", ACTOR), courier, "update-address", "CANCELLED");
  }
}
