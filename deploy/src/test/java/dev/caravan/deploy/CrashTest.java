package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.model.orders.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The process is killed while it works on dozens of orders for the counter, for couriers and for carriers, each at another step, and
 * started again.
 * {@code -Dcaravan.kills=20 -Dcaravan.seed=…} kills more often, and again at the same moments.
 */
class CrashTest {

  private static final int KILLS = Integer.getInteger("caravan.kills", 3);
  private static final long SEED = Long.getLong("caravan.seed", System.nanoTime());
  private static final List<String> METHODS =
      List.of("card", "card", "card", "card-declined", "card-timeout", "card-processor-error");

  private static final String SENT = """
      "fulfilment": {"type": "SHIPMENT", "carriers": ["carrier-declined", "%s"],
                     "address": {"street": "123 Main St", "city": "Anytown", "zip": "12345"}}""";
  private static final List<String> WANTED = List.of(
      "\"text\": \"two blueberry pancakes\"",
      "\"text\": \"two plain pancakes\"",
      """
      "text": "a short stack", "fulfilment": {"type": "COURIER", "address": {"building": "North Hall"}}""",
      """
      "items": [{"name": "Burrito", "quantity": 1, "estimate": {"amount": 900, "currency": "USD"}}],
      "fulfilment": {"type": "COURIER", "address": {"building": "Library"}, "store": "campus-grill", "maxTotal": 1500}""",
      "\"text\": \"a waffle\"",
      "\"text\": \"two boxes of pancake mix\", " + SENT.formatted("carrier-timeout"),
      "\"items\": [{\"sku\": \"pancake-mix\", \"quantity\": 1}], \"review\": true, " + SENT.formatted("carrier"));
  private static final List<String> RUNNERS = List.of("ray", "rosa");

  /** Key of every order that was sent, and the id it was answered with; an unanswered one has an empty id. */
  private final ConcurrentHashMap<String, String> sent = new ConcurrentHashMap<>();

  @Test
  void whatever_was_acknowledged_ends_once_however_often_the_process_is_killed(@TempDir Path folder) throws Exception {
    var random = new Random(SEED);
    System.out.println("crash test: kills " + KILLS + ", seed " + SEED);
    try (var caravan = new CaravanProcess(folder.resolve("data"))) {
      var shop = caravan.start();
      stockUp(shop);
      shop.post("/users", "{\"id\": \"ada\", \"name\": \"Ada\", \"roles\": [\"CUSTOMER\"]}");
      for (var runner : RUNNERS) {
        shop.post("/users", "{\"id\": \"%s\", \"name\": \"Runner\", \"roles\": [\"RUNNER\"]}".formatted(runner));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        try (var load = new Load(shop, 4)) {
          load.runFor(Duration.ofMillis(700 + random.nextInt(3_000)));
          caravan.kill();
        }
        if (kill == KILLS) {
          loseTheBroker(folder);
        }
        shop = caravan.start();
      }
      try (var runners = new Load(shop, 0)) {
        everythingEnds(shop);
      }
      everyAcknowledgedOrderIsThere(shop);
      shop.invariantsHold();
      everyFactIsInTheAudit(shop);
      System.out.println("crash test: " + sent.size() + " orders sent, " + acknowledged() + " acknowledged, all ended well");
    }
  }

  private static void stockUp(Shop shop) {
    for (var stock : shop.get("/inventory").get("stock")) {
      shop.post("/inventory/" + stock.get("ingredient").asText() + "/restock", "{\"quantity\": 10000000}");
    }
  }

  private static void loseTheBroker(Path folder) throws IOException {
    var journal = folder.resolve("data/artemis");
    assertThat(Files.exists(journal)).isTrue();
    FileSystemUtils.deleteRecursively(journal);
  }

  private static void everythingEnds(Shop shop) {
    Awaitility.await("all orders to end").atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(500)).until(() ->
        Arrays.stream(Status.values()).filter(status -> !status.isEnd())
            .allMatch(status -> shop.get("/orders?limit=1&status=" + status).get("orders").isEmpty()));
    // What has ended is still being told, and money given back; the invariants ask that nothing is left untold or owed.
    Awaitility.await("everything to be told").atMost(Duration.ofMinutes(1)).untilAsserted(shop::invariantsHold);
  }

  /** A repeated request under the same key is answered with the same order, or makes the one that never was. */
  private void everyAcknowledgedOrderIsThere(Shop shop) {
    sent.forEach((key, id) -> {
      if (!id.isEmpty()) {
        assertThat(shop.get("/orders/" + id).get("status").asText()).isIn("COMPLETED", "REJECTED", "CANCELLED");
      }
    });
  }

  /** What the broker had still to tell when it was lost is found in the log within two minutes. */
  private void everyFactIsInTheAudit(Shop shop) {
    sent.values().stream().filter(id -> !id.isEmpty()).forEach(id -> {
      var told = new ArrayList<Long>();
      shop.get("/orders/" + id + "/history").get("events").forEach(event -> told.add(event.get("seq").asLong()));
      Awaitility.await("the history of " + id + " in the audit").atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
        var recorded = new ArrayList<Long>();
        shop.get("/audit?limit=100&orderId=" + id).get("records").forEach(each -> recorded.add(each.get("seq").asLong()));
        assertThat(recorded).doesNotHaveDuplicates().containsAll(told.subList(0, Math.min(90, told.size())));
      });
    });
    assertThat(shop.get("/audit/verification").get("holds").asBoolean()).isTrue();
  }

  private long acknowledged() {
    return sent.values().stream().filter(id -> !id.isEmpty()).count();
  }

  /** Customers who order without a pause, and runners who bring what they ordered, until the process is gone. */
  private final class Load implements AutoCloseable {

    private final ExecutorService people = Executors.newCachedThreadPool();
    private final List<Future<?>> deeds = new ArrayList<>();
    private final AtomicBoolean on = new AtomicBoolean(true);
    private final Shop shop;

    Load(Shop shop, int customers) {
      this.shop = shop;
      for (int customer = 0; customer < customers; customer++) {
        deeds.add(people.submit(() -> untilItIsGone(this::order)));
      }
      for (int number = 0; number < RUNNERS.size(); number++) {
        var random = new Random(SEED + number);
        var runner = RUNNERS.get(number);
        deeds.add(people.submit(() -> untilItIsGone(() -> bringOrders(runner, random))));
      }
    }

    private void untilItIsGone(Runnable deed) {
      try {
        while (on.get()) {
          deed.run();
        }
      } catch (UncheckedIOException e) {
        on.set(false);
      }
    }

    private void order() {
      var key = UUID.randomUUID().toString();
      sent.put(key, "");
      var number = Math.floorMod(key.hashCode(), WANTED.size() * METHODS.size());
      var answer = shop.send("POST", "/api/v1/orders", """
          {"customerId": "ada", %s, "payment": {"method": "%s"}}""".formatted(WANTED.get(number % WANTED.size()),
          METHODS.get(number % METHODS.size())), "Idempotency-Key", key);
      if (answer.statusCode() == 202) {
        sent.put(key, Shop.read(answer.body()).get("id").asText());
      }
    }

    /** Moves every order that waits for a runner or its customer on by one step, whatever that may be. */
    private void bringOrders(String runner, Random random) {
      for (var status : List.of("DELIVERED", "ON_THE_WAY", "COLLECTED", "PURCHASED", "ON_SITE", "ACCEPTED", "AVAILABLE")) {
        var page = shop.send("GET", "/api/v1/orders?limit=30&status=" + status, "");
        if (page.statusCode() == 200) {
          Shop.read(page.body()).get("orders").forEach(order -> moveOn(order, runner, random));
        }
      }
    }

    private void moveOn(JsonNode order, String runner, Random random) {
      var atStore = order.at("/fulfilment/store").isTextual();
      var whim = random.nextInt(12);
      switch (order.get("status").asText()) {
        case "AVAILABLE" -> act(order, whim == 0 ? "signals/cancel" : "accept",
            whim == 0 ? "{}" : "{\"runnerId\": \"" + runner + "\"}");
        case "ACCEPTED" -> {
          if (whim == 0) {
            shop.send("DELETE", "/api/v1/orders/" + order.get("id").asText() + "/acceptance?runnerId=" + runner, "");
          } else if (whim == 1) {
            act(order, "signals/cancel", "{}");
          } else {
            stage(order, "ON_SITE", "");
          }
        }
        case "ON_SITE" -> {
          if (order.has("question")) {
            act(order, "approval", "{\"approved\": " + (whim > 1) + "}");
          } else if (atStore && whim == 0) {
            act(order, "problems", "{\"runnerId\": \"%s\", \"kind\": \"STORE_CLOSED\"}".formatted(bound(order)));
          } else {
            stage(order, "PURCHASED", atStore
                ? ", \"price\": {\"amount\": %d, \"currency\": \"USD\"}".formatted(500 + random.nextInt(1200)) : "");
          }
        }
        case "PURCHASED" -> stage(order, "COLLECTED", "");
        case "COLLECTED" -> stage(order, "ON_THE_WAY", "");
        case "ON_THE_WAY" -> {
          if (whim == 0) {
            act(order, "signals/cancel", "{}");
          } else {
            stage(order, "DELIVERED", "");
          }
        }
        default -> {
          var code = shop.send("GET", "/api/v1/orders/" + order.get("id").asText() + "/confirmation-code", "");
          if (code.statusCode() == 200) {
            act(order, "confirm", "{\"code\": \"" + Shop.read(code.body()).get("code").asText() + "\"}");
          }
        }
      }
    }

    private void stage(JsonNode order, String stage, String price) {
      act(order, "delivery", "{\"runnerId\": \"%s\", \"status\": \"%s\"%s}".formatted(bound(order), stage, price));
    }

    private void act(JsonNode order, String what, String body) {
      assertThat(shop.send("POST", "/api/v1/orders/" + order.get("id").asText() + "/" + what, body).statusCode())
          .isIn(200, 202, 403, 404, 409, 503);
    }

    private static String bound(JsonNode order) {
      return order.path("runnerId").asText("nobody");
    }

    void runFor(Duration time) {
      Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    @Override
    public void close() throws Exception {
      on.set(false);
      people.shutdown();
      assertThat(people.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      for (var deed : deeds) {
        deed.get();
      }
    }
  }
}
