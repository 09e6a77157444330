package dev.caravan.deploy;

import static dev.caravan.deploy.Accidents.Kind.*;
import static dev.caravan.deploy.Histories.pick;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.deploy.Worlds.Answer;
import dev.caravan.deploy.Worlds.Operation;
import dev.caravan.model.Money;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.orders.Status;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Orders by courier to whom anything happens: people do what they may and what they may not, at once or one after another,
 * timers come, commands fail, are lost and come twice. After each request the order is where a model of it says.
 */
@EndToEnd
class HistoriesTest {

  private static final int USUALLY = 300;
  private static final int AT_ONCE = 8;
  private static final int MOST_OPERATIONS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<Status> STAGES = List.of(
      Status.ON_SITE, Status.PURCHASED, Status.COLLECTED, Status.ON_THE_WAY, Status.DELIVERED);
  private static final List<String> TIMERS = List.of(
      "ORDER_TIMEOUT", "STAGE_TIMEOUT", "APPROVAL_EXPIRY", "CUSTOMER_GRACE", "CONFIRMATION_GRACE");
  private static final List<String> METHODS = List.of(
      "card", "card", "card", "card", "card", "card", "card-timeout", "card-timeout", "card-timeout", "card-expiring", "card-declined");
  private static final Map<String, Long> DELIVERY_FEES = Map.of("USD", 250L, "JPY", 350L, "BHD", 900L);

  @Autowired JdbcTemplate database;
  @Autowired EventLog events;
  @Autowired Accidents accidents;

  private Shop shop;
  private Campus campus;
  private List<String> runners;
  private final Histories histories = new Histories(USUALLY);

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    campus = new Campus(shop);
    runners = List.of(campus.runner, campus.runner + "-b");
    campus.registers(runners.get(1), "RUNNER");
    shop.post("/inventory/orange-juice/restock", "{\"quantity\": 100000000}");
  }

  @Test
  void whatever_happens_an_order_is_where_it_has_to_be_and_everybody_gets_what_is_theirs() throws Exception {
    var pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      pool.invokeAll(histories.numbers().<Callable<Void>>mapToObj(number -> () -> {
        var history = new History(Histories.dice(number));
        return histories.tell(number, history, history::toTheEnd);
      }).toList());
    } finally {
      pool.shutdownNow();
    }
    histories.haveNotFailed();
    Awaitility.await().atMost(PATIENCE).untilAsserted(shop::invariantsHold);
  }

  /** One order, and what happens to it. */
  private final class History {

    private final SplittableRandom random;
    private final String key = UUID.randomUUID().toString();
    private final Worlds<Expected> worlds = new Worlds<>(histories);
    private String creation = "";
    private String id = "";
    private @Nullable Operation<Expected> last;
    private boolean lost;

    History(SplittableRandom random) {
      this.random = random;
    }

    /** Tells how it ended. */
    String toTheEnd() {
      orders();
      // What has ended is left alone, whatever is still asked for.
      for (int left = 2, step = 0; left > 0; step++) {
        assertThat(step).as("operations without an end").isLessThan(2 * MOST_OPERATIONS);
        var dice = random.split();
        if (step >= MOST_OPERATIONS || dice.nextInt(3) > 0) {
          rests();
        }
        if (step >= MOST_OPERATIONS) {
          carryOut(comes(worlds.one().guard()));
        } else if (dice.nextInt(6) == 0) {
          carryOutAtOnce(draws(dice), draws(dice));
        } else {
          carryOut(draws(dice));
        }
        left -= worlds.all().stream().allMatch(world -> world.status.isEnd()) ? 1 : 0;
      }
      accidents.spares(id);
      rests();
      addsUp();
      var world = worlds.one();
      return world.status + " " + world.reason;
    }

    private void orders() {
      var dice = random.split();
      var fromKitchen = dice.nextBoolean();
      var currency = fromKitchen ? "USD" : pick(dice, "USD", "JPY", "BHD");
      long factor = 1 + dice.nextInt(40);
      var terms = new Expected.Terms(pick(dice, METHODS),
          currency, DELIVERY_FEES.get(currency), pick(dice, 0, 100), fromKitchen,
          new TreeMap<>(fromKitchen ? Map.of("orange-juice", 400L) : Map.of("burrito", 31 * factor, "soda", 7 * factor, "napkins", 1L)));
      var estimate = new Expected(terms, 0);
      var limit = estimate.total(estimate.goods) + (fromKitchen ? 0 : dice.nextInt(300));
      creation = """
          {"customerId": "%s", "items": [%s], "tip": %d, "payment": {"method": "%s"},
           "fulfilment": {"type": "COURIER", "address": {"building": "Library"}%s}}""".formatted(campus.customer,
          terms.basket().entrySet().stream().map(item -> fromKitchen
              ? "{\"sku\": \"%s\", \"quantity\": 1}".formatted(item.getKey())
              : "{\"sku\": \"%s\", \"name\": \"%s\", \"quantity\": 1, \"estimate\": {\"amount\": %d, \"currency\": \"%s\"}}"
                  .formatted(item.getKey(), item.getKey(), item.getValue(), currency)).collect(Collectors.joining(", ")),
          terms.tip(), terms.method(), fromKitchen ? "" : ", \"store\": \"campus-grill\", \"maxTotal\": " + limit);
      worlds.told.add(creation);
      worlds.are(new Expected(terms, limit).later());
      id = Shop.read(sendsOrder()).get("id").asText();
    }

    private String sendsOrder() {
      var answer = shop.send("POST", "/api/v1/orders", creation, "Idempotency-Key", key);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      return answer.body();
    }

    private void carryOut(Operation<Expected> operation) {
      worlds.carryOut(operation);
      last = operation;
    }

    private void carryOutAtOnce(Operation<Expected> one, Operation<Expected> other) {
      worlds.carryOutAtOnce(List.of(one, other), () -> 0, UnaryOperator.identity());
      last = other;
    }

    /** It waits for people and its timer for its time, or it has ended. */
    private void rests() {
      var resting = worlds.all().stream().filter(Expected::rests).toList();
      worlds.are(Awaitility.await("rest as one of " + resting).atMost(PATIENCE).pollInSameThread().pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50)).until(() -> seen(resting), seen -> !seen.isEmpty()));
      worlds.told.add("  " + worlds.all());
    }

    private Set<Expected> seen(List<Expected> resting) {
      var step = shop.get("/orders/" + id + "/status");
      if (!step.has("waitingFor") && !step.get("nextStep").asText().equals("NONE")) {
        return Set.of();
      }
      var timers = database.queryForList("""
          select kind from timers.timer
          where subject = ? and status = 'PENDING' and due_at > now() and kind <> 'PAYMENT_RETRY'""", String.class, id);
      var order = shop.get("/orders/" + id);
      return resting.stream().filter(world -> String.join(" ", timers).equals(world.guard()) && isSeen(world, order))
          .collect(Collectors.toSet());
    }

    private boolean isSeen(Expected world, JsonNode order) {
      return order.get("status").asText().equals(world.status.name())
          && order.path("runnerId").asText().equals(world.runner)
          && order.at("/question/kind").asText("NONE").equals(world.question.name())
          && (world.reason.isEmpty() || order.path("reason").asText().equals(world.reason))
          && order.at("/total/amount").asLong() == world.total(world.goods)
          && (world.terms.fromKitchen() || order.at("/maxTotal/amount").asLong() == world.limit);
    }

    /** Rather something that has an effect. */
    private Operation<Expected> draws(SplittableRandom dice) {
      var operation = drawsAny(dice);
      for (int more = 3; more > 0 && !operation.changes(worlds.all()); more--) {
        operation = drawsAny(dice);
      }
      return operation;
    }

    private Operation<Expected> drawsAny(SplittableRandom dice) {
      var world = worlds.one();
      var runner = world.bound && dice.nextInt(5) > 0 ? world.runner : pick(dice, runners.get(0), runners.get(1));
      return switch (dice.nextInt(40)) {
        case 0, 1, 2, 3 -> accepts(runner);
        case 4, 5 -> new Operation<>("give back by " + runner, order -> order.givesBack(runner),
            () -> send("DELETE", "/acceptance?runnerId=" + runner, ""));
        case 6, 7, 8 -> new Operation<>("bell", Expected::isReady, this::rings);
        case 9, 10 -> answers(dice.nextInt(4) > 0);
        case 11 -> lacks(runner, dice);
        case 12 -> dice.nextInt(3) > 0 ? reports(runner, world, dice) : new Operation<>("store closed to " + runner,
            order -> order.findsClosed(runner), () -> meets(runner, "\"STORE_CLOSED\""));
        case 13, 14 -> new Operation<>("nobody opens to " + runner, order -> order.findsNobody(runner),
            () -> meets(runner, "\"CUSTOMER_UNREACHABLE\""));
        case 15, 16, 17 -> confirms(dice.nextInt(3) > 0);
        case 18 -> dice.nextInt(8) > 0 ? reports(runner, world, dice) : new Operation<>("call off",
            Expected::callsOff, () -> send("POST", "/signals/cancel", "{}"));
        case 19 -> comes(dice.nextBoolean() ? world.guard() : pick(dice, TIMERS));
        case 20, 21, 22, 23 -> last == null ? ordersAgain() : last;
        case 24, 25 -> tellsAgain(dice);
        case 26, 27, 28 -> fails(dice);
        case 29 -> world.nobodyOpens ? comes(world.guard()) : reports(runner, world, dice);
        default -> reports(runner, world, dice);
      };
    }

    private Operation<Expected> accepts(String runner) {
      return new Operation<>("accept by " + runner, order -> order.accepts(runner),
          () -> send("POST", "/accept", "{\"runnerId\": \"" + runner + "\"}"));
    }

    private Operation<Expected> reports(String runner, Expected world, SplittableRandom dice) {
      var following = STAGES.indexOf(world.status) + 1;
      var stage = dice.nextBoolean() && following < STAGES.size() ? STAGES.get(following) : pick(dice, STAGES);
      var price = (stage == Status.PURCHASED && !world.terms.fromKitchen()) == (dice.nextInt(8) > 0)
          ? new Money(Math.max(0, world.goods + dice.nextInt(-300, 700)), dice.nextInt(8) > 0 ? world.terms.currency() : "EUR") : null;
      return new Operation<>("report " + stage + (price == null ? "" : " for " + price.written()) + " by " + runner,
          order -> order.reports(runner, stage, price),
          () -> send("POST", "/delivery", "{\"runnerId\": \"%s\", \"status\": \"%s\"%s}".formatted(runner, stage, price == null ? ""
              : ", \"price\": {\"amount\": %d, \"currency\": \"%s\"}".formatted(price.amount(), price.currency()))));
    }

    private Operation<Expected> lacks(String runner, SplittableRandom dice) {
      var skus = pick(dice, List.of("soda"), List.of("burrito"), List.of("soda", "napkins"),
          List.of("soda", "burrito", "napkins"), List.of("tea"));
      return new Operation<>("no " + skus + " for " + runner, order -> order.lacks(runner, skus),
          () -> meets(runner, "\"ITEM_UNAVAILABLE\", \"skus\": [\"" + String.join("\", \"", skus) + "\"]"));
    }

    private Operation<Expected> answers(boolean yes) {
      return new Operation<>(yes ? "agree" : "disagree", order -> order.answers(yes),
          () -> send("POST", "/approval", "{\"approved\": " + yes + "}"));
    }

    private Operation<Expected> confirms(boolean rightly) {
      return new Operation<>(rightly ? "confirm" : "confirm wrongly", order -> order.confirms(rightly), () -> {
        var code = Shop.read(shop.send("GET", "/api/v1/orders/" + id + "/confirmation-code", "").body()).path("code").asText("000000");
        var wrong = code.equals("000000") ? "000001" : "000000";
        return send("POST", "/confirm", "{\"code\": \"" + (rightly ? code : wrong) + "\"}");
      });
    }

    private Operation<Expected> comes(String timer) {
      return new Operation<>(timer + " comes", order -> order.comes(timer), () -> {
        database.update("update timers.timer set due_at = now() where subject = ? and kind = ? and status = 'PENDING'", id, timer);
        return 200;
      });
    }

    private Operation<Expected> ordersAgain() {
      return new Operation<>("order again", order -> new Answer<>(202, order), () -> {
        synchronized (key) {
          assertThat(Shop.read(sendsOrder()).get("id").asText()).isEqualTo(id);
          return 202;
        }
      });
    }

    /** One of the order's facts, the last or an old one, so that what followed from it is commanded once more. */
    private Operation<Expected> tellsAgain(SplittableRandom dice) {
      return new Operation<>("tell a fact again", order -> new Answer<>(200, order), () -> {
        var facts = shop.get("/orders/" + id + "/history").get("events");
        var fired = StreamSupport.stream(facts.spliterator(), false)
            .filter(fact -> fact.get("type").asText().equals("timer.fired")).toList();
        var fact = !fired.isEmpty() && dice.nextBoolean() ? pick(dice, fired)
            : facts.get(facts.size() - 1 - (dice.nextBoolean() ? 0 : dice.nextInt(facts.size())));
        worlds.told.add("  which is " + fact.get("type").asText() + " " + fact.at("/data/kind").asText());
        events.publishAgain(fact.get("seq").asLong());
        return 200;
      });
    }

    private Operation<Expected> fails(SplittableRandom dice) {
      var kind = dice.nextInt(4) > 0 ? pick(dice, BEFORE_THE_STEP, AFTER_THE_STEP, AFTER_THE_GATEWAY) : INSTEAD_OF_THE_STEP;
      return new Operation<>("accident " + kind, order -> new Answer<>(200, order), () -> {
        // A saga waits long enough for one lost command.
        if (!lost || kind != INSTEAD_OF_THE_STEP) {
          accidents.befalls(id, kind);
        }
        lost |= kind == INSTEAD_OF_THE_STEP;
        return 200;
      });
    }

    private int rings() {
      for (var fact : shop.get("/orders/" + id + "/history").get("events")) {
        if (fact.get("type").asText().equals("order.prepared")) {
          return shop.send("POST", "/api/v1/kitchen/tickets/" + fact.at("/data/ticketId").asText() + "/ready", "").statusCode();
        }
      }
      return 404;
    }

    private int meets(String runner, String trouble) {
      return send("POST", "/problems", "{\"runnerId\": \"" + runner + "\", \"kind\": " + trouble + "}");
    }

    private int send(String method, String path, String body) {
      return shop.send(method, "/api/v1/orders/" + id + path, body).statusCode();
    }

    /** Everybody has their share, the customer the rest, and the order only went where it may. */
    private void addsUp() {
      var paid = worlds.all().stream().map(this::balances).collect(Collectors.toSet());
      Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(balances()).isIn(paid));
      Histories.goesOnlyWhereItMay(shop.get("/orders/" + id + "/history").get("events"));
    }

    private Map<String, Long> balances(Expected world) {
      var shares = world.shares;
      var balances = new TreeMap<>(Map.of("MERCHANT " + (world.terms.fromKitchen() ? "kitchen" : "campus-grill"),
          shares.merchant(), "RUNNER " + world.runner, shares.runner(), "PLATFORM ", shares.house(),
          "GATEWAY ", -shares.customer()));
      balances.values().removeIf(balance -> balance == 0);
      return balances;
    }

    private Map<String, Long> balances() {
      var balances = new TreeMap<String, Long>();
      for (var posting : shop.get("/ledger?orderId=" + id).get("postings")) {
        for (var entry : posting.get("entries")) {
          balances.merge(entry.get("account").asText() + " " + entry.get("owner").asText(), entry.get("amount").asLong(), Long::sum);
        }
      }
      balances.values().removeIf(balance -> balance == 0);
      return balances;
    }

    @Override
    public String toString() {
      return "order " + id + ":\n" + String.join("\n", worlds.told);
    }
  }
}
