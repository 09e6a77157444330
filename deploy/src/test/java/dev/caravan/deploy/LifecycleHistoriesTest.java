package dev.caravan.deploy;

import static dev.caravan.deploy.Accidents.Kind.*;
import static dev.caravan.deploy.Histories.pick;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.deploy.ExpectedShipment.Phase;
import dev.caravan.deploy.ExpectedShipment.Terms;
import dev.caravan.deploy.FaultyGateway.Deed;
import dev.caravan.deploy.FaultyGateway.Fault;
import dev.caravan.deploy.Worlds.Operation;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.orders.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Orders that are sent, to whom anything happens: signals by anybody at any moment, alone or at once, steps that are held up,
 * commands that fail, are lost and come twice, answers that nobody hears, and time that passes. What they are answered, how they
 * end and what their history says is what a model of it allows. Some at a time have the same steps held up and the same time pass.
 */
@EndToEnd
class LifecycleHistoriesTest {

  private static final int USUALLY = 120;
  private static final int AT_A_TIME = 20;
  private static final int SHORT_SECONDS = 120;
  private static final Duration RESERVE = Duration.ofSeconds(4);
  /** In which a saga has not run out of time. */
  private static final Duration SAGA = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> BARRIERS = List.of(
      "analyze-order", "place-order", "reserve-stock", "hold-payment", "place-in-escrow", "confirm-order", "capture-payment",
      "ship-order", "pack-parcel", "pack-parcel", "dispatch-parcel", "dispatch-parcel", "consume-stock", "release-escrow",
      "complete-order", "expire-review", "expire-order", "expire-order", "expire-order", "cancel-saga", "release-stock-without-saga", "return-escrow-without-saga",
      "refund-payment", "unpack-parcel", "give-up-parcel", "fire-timers", "sweep-orders");
  private static final List<String> COMMANDS = List.of(
      "analysis.analyze", "orders.place", "inventory.reserve", "payments.hold", "payments.escrow", "orders.confirm",
      "payments.capture", "orders.ship", "shipping.pack", "shipping.dispatch", "inventory.consume", "payments.release",
      "orders.complete", "shipping.unpack", "shipping.give-up", "inventory.release", "payments.return-escrow",
      "payments.start-voiding", "payments.void", "payments.refund", "review.expire", "review.withdraw", "orders.expire");
  private static final List<String> METHODS = List.of(
      "card", "card", "card", "card", "card", "card", "card-timeout", "card-timeout", "card-declined", "card-expiring",
      "card-processor-error");
  private static final List<List<String>> CARRIERS = List.of(
      List.of("carrier"), List.of("carrier", "carrier-backup"), List.of("carrier-timeout"), List.of("carrier-slow"),
      List.of("carrier-declined", "carrier"), List.of("carrier-down", "carrier-backup"), List.of("carrier-declined"));
  private static final List<String> ADDRESSES = List.of(Parcels.HOME, Parcels.ELSEWHERE, Parcels.ABROAD);

  /** When, of the time that the short deadlines leave, everybody finds themselves; nothing for no such jump. */
  private enum Jump { NONE, PAST_REVIEWS, CLOSE, PAST_DEADLINES }

  @Autowired JdbcTemplate database;
  @Autowired EventLog events;
  @Autowired Accidents accidents;
  @Autowired Backstage backstage;
  @Autowired FaultyGateway gateway;
  @Autowired HeldCarrier carrier;
  @Autowired MovableClock clock;

  private final Histories histories = new Histories(USUALLY);
  private final ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
  private Shop shop;
  private Parcels parcels;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    parcels = new Parcels(shop);
    shop.post("/inventory/pancake-mix/restock", "{\"quantity\": 1000000}");
  }

  @AfterEach
  void everythingRuns() {
    pool.shutdownNow();
    backstage.letAllGo();
    onExpiry("REJECT");
  }

  @Test
  void whatever_happens_to_what_is_sent_it_ends_as_the_signals_that_were_taken_allow() throws Exception {
    var batches = histories.numbers().boxed().collect(Collectors.groupingBy(number -> number / AT_A_TIME));
    for (var batch : batches.keySet().stream().sorted().toList()) {
      if (!histories.haveFailed()) {
        tell(Histories.dice(-1 - batch), batches.get(batch));
      }
    }
    histories.haveNotFailed();
    backstage.carriedOut();
    Awaitility.await().atMost(PATIENCE).untilAsserted(shop::invariantsHold);
  }

  private void tell(SplittableRandom dice, List<Integer> numbers) throws InterruptedException {
    var approvedByTime = dice.nextInt(3) == 0;
    var told = numbers.stream().map(number -> new History(number, approvedByTime)).toList();
    var stock = shop.onHand("pancake-mix");
    onExpiry(approvedByTime ? "APPROVE" : "REJECT");
    var barriers = IntStream.range(0, dice.nextInt(3)).mapToObj(i -> pick(dice, BARRIERS)).distinct().toArray(String[]::new);
    var jump = pick(dice, Jump.values());
    var early = dice.nextBoolean();
    told.forEach(history -> history.notes(List.of(barriers) + " held up, " + jump + (early ? " early" : " late")));

    backstage.holdUp(barriers);
    each(told, History::begins);
    if (early) {
      passes(jump, told);
    }
    each(told, History::goesOn);
    backstage.letAllGo();
    if (!early) {
      passes(jump, told);
    }
    each(told, History::goesOn);
    each(told, History::ends);
    if (!histories.haveFailed()) {
      assertThat(stock - shop.onHand("pancake-mix")).as("boxes that are gone").isEqualTo(told.stream().mapToLong(History::boxesGone).sum());
    }
  }

  private void each(List<History> told, Function<History, String> part) throws InterruptedException {
    pool.invokeAll(told.stream().<Callable<Void>>map(history ->
        () -> histories.tell(history.number, history, () -> part.apply(history))).toList());
  }

  private void onExpiry(String what) {
    database.update("update review.policy set policy = jsonb_set(policy, '{onExpiry}', to_jsonb(?))", what);
  }

  private void passes(Jump jump, List<History> told) {
    var seconds = switch (jump) {
      case NONE -> 0;
      case PAST_REVIEWS -> SHORT_SECONDS * 2 / 3 + 3;
      case CLOSE -> SHORT_SECONDS - RESERVE.toSeconds() - 1;
      case PAST_DEADLINES -> SHORT_SECONDS + 10;
    };
    var started = told.stream().filter(history -> !history.id.isEmpty()).toList();
    started.forEach(History::looks);
    started.stream().map(history -> history.terms.created()).min(Instant::compareTo).ifPresent(first -> {
      var time = Duration.between(clock.instant(), first.plusSeconds(seconds));
      if (!time.isNegative()) {
        clock.pass(time);
        started.forEach(history -> history.jumps(time));
      }
    });
  }

  /** One order, and what happens to it. */
  private final class History {

    private final int number;
    private final SplittableRandom random;
    private final boolean approvedByTime;
    private final Worlds<ExpectedShipment> worlds = new Worlds<>(histories);
    private final long began = System.nanoTime();
    private String id = "";
    private String request = "";
    private int boxes = 1;
    private Terms terms = new Terms("", "", false, "", List.of(), Instant.MIN, Instant.MAX, Instant.MAX, false);
    private boolean held;
    private boolean lost;

    History(int number, boolean approvedByTime) {
      this.number = number;
      this.random = Histories.dice(number);
      this.approvedByTime = approvedByTime;
    }

    void notes(String what) {
      worlds.told.add(what);
    }

    String begins() {
      starts(random.split());
      return goesOn();
    }

    String goesOn() {
      var dice = random.split();
      for (int left = dice.nextInt(5); left > 0; left--) {
        var operations = IntStream.range(0, dice.nextInt(3) == 0 ? 2 + dice.nextInt(3) : 1).mapToObj(i -> draws(dice)).toList();
        carryOut(operations, dice);
      }
      return "";
    }

    /** Everything goes on, until the order has ended. Tells how. */
    String ends() {
      accidents.spares(id);
      gateway.disarm(id);
      carrier.letGo(id);
      var inTime = clock.instant().isBefore(terms.latest());
      rests();
      while (worlds.one().phase == Phase.IN_REVIEW) {
        var dice = random.split();
        carryOut(List.of(pick(dice, approves("rita"), approves("rita"), rejects("rudi"), cancels("rita"))), dice);
        rests();
      }
      addsUp(inTime);
      var world = worlds.one();
      return world.end + " " + world.reason;
    }

    long boxesGone() {
      return worlds.one().end == Status.COMPLETED ? boxes : 0;
    }

    /** Some do it at once. */
    private void starts(SplittableRandom dice) {
      var words = pick(dice, "", "", "", "two boxes of pancake mix", "one pancake mix", dice.nextInt(3) == 0 ? "a box of fog" : "");
      boxes = words.startsWith("two") ? 2 : words.isEmpty() ? 1 + dice.nextInt(3) : 1;
      var address = dice.nextInt(8) == 0 ? Parcels.ABROAD : Parcels.HOME;
      var wanted = new Terms(parcels.customer, words, dice.nextInt(4) == 0, pick(dice, METHODS), pick(dice, CARRIERS),
          Instant.MIN, Instant.MAX, Instant.MAX, approvedByTime);
      request = """
          {"customerId": "%s", "initialAddress": %s, %s, "payment": {"method": "%s"}, "carriers": [%s], "deadlineSeconds": %d, "review": %b}"""
          .formatted(wanted.customer(), address,
              words.isEmpty() ? "\"items\": [{\"sku\": \"pancake-mix\", \"quantity\": " + boxes + "}]" : "\"text\": \"" + words + "\"",
              wanted.method(), wanted.carriers().stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", ")),
              dice.nextInt(3) > 0 ? SHORT_SECONDS : 3600, wanted.review());
      notes(request);
      var order = Parcels.newId();
      var answers = IntStream.range(0, 1 + dice.nextInt(3)).mapToObj(i -> CompletableFuture.supplyAsync(() -> sendsStart(order))).toList()
          .stream().map(CompletableFuture::join).toList();
      assertThat(answers).extracting(HttpResponse::statusCode).isSubsetOf(200, 202).containsOnlyOnce(202);
      id = order;
      var view = Shop.read(answers.get(0).body());
      var deadline = Instant.parse(view.get("deadline").asText());
      terms = new Terms(wanted.customer(), words, wanted.review(), wanted.method(), wanted.carriers(),
          Instant.parse(view.get("createdAt").asText()), deadline, deadline.minus(RESERVE), approvedByTime);
      worlds.are(ExpectedShipment.started(terms, address));
    }

    private HttpResponse<String> sendsStart(String order) {
      return shop.send("POST", "/api/v1/orders/" + order + "/start", request);
    }

    private void carryOut(List<Operation<ExpectedShipment>> operations, SplittableRandom dice) {
      looks();
      worlds.carryOutAtOnce(operations, () -> pick(dice, 0, 0, 5, 40, 150),
          before -> Stream.concat(before.stream(), now(before).stream()).collect(Collectors.toSet()));
    }

    void looks() {
      worlds.are(now(worlds.all()));
    }

    /** So much time has passed at once, in which nothing happened. */
    void jumps(Duration time) {
      notes(time + " pass");
      worlds.are(later(worlds.all(), world -> world.at(clock.instant())));
    }

    /** What they are, now that it is so late; first the review runs out of time, then the order. */
    private Set<ExpectedShipment> now(Set<ExpectedShipment> before) {
      var time = clock.instant();
      var sagaLate = System.nanoTime() - began > SAGA.toNanos();
      var moment = time.isBefore(terms.latest()) ? time : terms.latest().minusNanos(1);
      var reviewed = later(before, world -> world.at(moment).with(next -> next.sagaLate |= sagaLate));
      return later(reviewed, world -> world.at(time));
    }

    private static Set<ExpectedShipment> later(Set<ExpectedShipment> before, UnaryOperator<ExpectedShipment> change) {
      return before.stream().map(change).flatMap(world -> world.later().stream()).collect(Collectors.toSet());
    }

    private Operation<ExpectedShipment> draws(SplittableRandom dice) {
      var who = pick(dice, "rita", "rudi", terms.customer());
      return switch (dice.nextInt(30)) {
        case 0 -> dice.nextInt(3) > 0 ? approves(who) : cancels(who);
        case 1, 2, 3, 4, 5, 6, 7, 8 -> goesTo(pick(dice, ADDRESSES), who);
        case 9, 10, 11, 12 -> approves(who);
        case 13, 14 -> dice.nextInt(3) > 0 ? approves(who) : rejects(who);
        case 15 -> new Operation<>("start again", order -> order.unchanged(200), () -> sendsStart(id).statusCode());
        case 16, 17, 18 -> tellsAgain(dice);
        case 19, 20, 21 -> commands(pick(dice, COMMANDS));
        case 22, 23, 24 -> fails(dice);
        case 25, 26 -> gatewayLoses(pick(dice, Deed.values()), pick(dice, Fault.values()));
        case 27 -> happens("an answer of the carrier is lost", next -> next.carrierFails = true, () -> carrier.loses(id));
        default -> happens("the carrier is held", next -> {}, () -> {
          if (!held) {
            held = true;
            carrier.holds(id);
          }
        });
      };
    }

    private Operation<ExpectedShipment> cancels(String who) {
      return new Operation<>("cancel by " + who, order -> order.cancels(who), () -> parcels.cancels(id, who).statusCode());
    }

    private Operation<ExpectedShipment> goesTo(String address, String who) {
      return new Operation<>("to " + address + " by " + who, order -> order.goesTo(address, who),
          () -> parcels.readdresses(id, address, who).statusCode());
    }

    private Operation<ExpectedShipment> approves(String who) {
      return new Operation<>("approve by " + who, order -> order.approves(who), () -> parcels.approves(id, who).statusCode());
    }

    private Operation<ExpectedShipment> rejects(String who) {
      return new Operation<>("reject by " + who, order -> order.rejects(who), () -> parcels.rejects(id, who).statusCode());
    }

    /** Something that no signal is, and that only makes more possible. */
    private Operation<ExpectedShipment> happens(String name, Consumer<ExpectedShipment> change, Runnable deed) {
      return new Operation<>(name, order -> order.then(change), () -> {
        deed.run();
        return 200;
      });
    }

    private Operation<ExpectedShipment> tellsAgain(SplittableRandom dice) {
      var last = dice.nextBoolean();
      var which = dice.nextInt(Integer.MAX_VALUE);
      return happens("tell a fact again", next -> next.repeated = true, () -> {
        var facts = shop.get("/orders/" + id + "/history").get("events");
        var fact = facts.get(last ? facts.size() - 1 : which % facts.size());
        notes("  which is " + fact.get("type").asText());
        events.publishAgain(fact.get("seq").asLong());
      });
    }

    private Operation<ExpectedShipment> commands(String command) {
      return happens("command " + command, next -> next.repeated = true, () -> backstage.commands(command, id));
    }

    private Operation<ExpectedShipment> fails(SplittableRandom dice) {
      var kind = pick(dice, BEFORE_THE_STEP, AFTER_THE_STEP, AFTER_THE_GATEWAY, INSTEAD_OF_THE_STEP);
      return happens("accident " + kind, next -> next.repeated = true, () -> {
        // A saga waits long enough for one lost command.
        if (!lost || kind != INSTEAD_OF_THE_STEP) {
          accidents.befalls(id, kind);
        }
        lost |= kind == INSTEAD_OF_THE_STEP;
      });
    }

    private Operation<ExpectedShipment> gatewayLoses(Deed deed, Fault fault) {
      return happens("gateway " + deed + " " + fault, next -> next.gatewayFails |= deed == Deed.AUTHORIZE && fault == Fault.LOSE_ANSWER,
          () -> gateway.arm(id, deed, fault, 2));
    }

    /** It waits for a reviewer who still has time, or it has ended. */
    private void rests() {
      worlds.are(Awaitility.await("rest").atMost(PATIENCE).pollInSameThread().pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50)).until(this::resting, found -> !found.isEmpty()));
      notes("  " + worlds.all());
    }

    private Set<ExpectedShipment> resting() {
      var order = shop.get("/orders/" + id);
      var status = Status.valueOf(order.get("status").asText());
      var time = clock.instant();
      var waits = status == Status.IN_REVIEW && time.isBefore(terms.latest())
          && time.isBefore(Instant.parse(shop.get("/orders/" + id + "/review").get("expiresAt").asText()));
      if (!waits && !status.isEnd()) {
        return Set.of();
      }
      var possible = now(worlds.all());
      var found = possible.stream().filter(world -> order.at("/fulfilment/address").equals(Shop.read(world.address))
          && (waits ? world.phase == Phase.IN_REVIEW
              : (world.phase == Phase.SENT || world.phase == Phase.TURNED) && world.end == status && order.path("reason").asText().equals(world.reason)))
          .collect(Collectors.toSet());
      assertThat(found).as("%s is one of %s", order, possible).isNotEmpty();
      return found;
    }

    /** @param inTime whether nothing held it up when its time came */
    private void addsUp(boolean inTime) {
      var facts = shop.get("/orders/" + id + "/history").get("events");
      assertThat(worlds.all()).extracting(world -> world.told).as("what everybody did").contains(told(facts));
      Histories.goesOnlyWhereItMay(facts);
      var done = worlds.one().end == Status.COMPLETED;
      Awaitility.await("parcels").atMost(PATIENCE).pollInSameThread().untilAsserted(() -> {
        assertThat(parcels.shipments(id)).filteredOn(shipment -> shipment.get("status").asText().equals("DISPATCHED"))
            .extracting(shipment -> shipment.get("address")).isEqualTo(done ? List.of(Shop.read(worlds.one().address)) : List.of());
        assertThat(backstage.booked(id)).as("carriers that come").hasSize(done ? 1 : 0);
      });
      assertThat(backstage.atGateway(id)).as("what the gateway has").isEqualTo(done ? boxes * 1200L : 0);
      assertThat(backstage.pendingTimers(id)).doesNotContain("DEADLINE", "REVIEW_EXPIRY");
      var proof = parcels.proof(id);
      if (inTime) {
        assertThat(proof.get("within").asBoolean()).as("%s is within", proof).isTrue();
      }
      assertThat(proof.get("end").asText()).isEqualTo("order." + worlds.one().end.name().toLowerCase(Locale.ROOT));
    }

    /** As {@link ExpectedShipment#told} has it. */
    private static List<String> told(JsonNode facts) {
      var told = new ArrayList<String>();
      var turned = false;
      for (var fact : facts) {
        var by = " by " + fact.get("actor").asText();
        switch (fact.get("type").asText()) {
          case "order.signal-refused" -> told.add("refused " + fact.at("/data/signal").asText() + " " + fact.at("/data/code").asText() + by);
          case "order.address.updated" -> told.add("to " + ADDRESSES.stream()
              .filter(address -> Shop.read(address).equals(fact.at("/data/address"))).findFirst().orElseThrow() + by);
          case "order.approved" -> told.add("approved" + by);
          case "order.refused", "order.rejected", "order.cancelled" -> {
            if (!turned) {
              told.add("turned " + fact.at("/data/reason/code").asText() + by);
            }
            turned = true;
          }
          default -> {
          }
        }
      }
      return told;
    }

    @Override
    public String toString() {
      return "order " + id + ":\n" + String.join("\n", worlds.told);
    }
  }
}
