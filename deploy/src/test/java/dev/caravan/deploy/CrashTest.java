package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The process is killed while it works on dozens of orders, each at another step, and started again.
 * {@code -Dcaravan.kills=20 -Dcaravan.seed=…} kills more often, and again at the same moments.
 */
class CrashTest {

  private static final int KILLS = Integer.getInteger("caravan.kills", 3);
  private static final long SEED = Long.getLong("caravan.seed", System.nanoTime());
  private static final List<String> METHODS =
      List.of("card", "card", "card", "card-declined", "card-timeout", "card-processor-error");

  /** Key of every order that was sent, and the id it was answered with; an unanswered one has an empty id. */
  private final ConcurrentHashMap<String, String> sent = new ConcurrentHashMap<>();

  @Test
  void whatever_was_acknowledged_ends_once_however_often_the_process_is_killed(@TempDir Path folder) throws Exception {
    var random = new Random(SEED);
    System.out.println("crash test: kills " + KILLS + ", seed " + SEED);
    try (var caravan = new CaravanProcess(folder.resolve("data"))) {
      var shop = caravan.start();
      stockUp(shop);
      for (int kill = 1; kill <= KILLS; kill++) {
        try (var load = new Load(shop)) {
          load.runFor(Duration.ofMillis(700 + random.nextInt(3_000)));
          caravan.kill();
        }
        if (kill == KILLS) {
          loseTheBroker(folder);
        }
        shop = caravan.start();
      }
      everythingEnds(shop);
      everyAcknowledgedOrderIsThere(shop);
      shop.invariantsHold();
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
        List.of("RECEIVED", "ANALYZED", "RESERVED", "PAID", "CONFIRMED", "PREPARING", "READY", "COLLECTED", "COMPENSATING",
                "COMPENSATION_FAILED").stream()
            .allMatch(status -> shop.get("/orders?limit=1&status=" + status).get("orders").isEmpty()));
    // What has ended is still being told; the invariants ask that nothing is left untold.
    Awaitility.await("everything to be told").atMost(Duration.ofMinutes(1)).untilAsserted(shop::invariantsHold);
  }

  /** A repeated request under the same key is answered with the same order, or makes the one that never was. */
  private void everyAcknowledgedOrderIsThere(Shop shop) {
    sent.forEach((key, id) -> {
      if (!id.isEmpty()) {
        assertThat(shop.get("/orders/" + id).get("status").asText()).isIn("COMPLETED", "REJECTED");
      }
    });
  }

  private long acknowledged() {
    return sent.values().stream().filter(id -> !id.isEmpty()).count();
  }

  /** Four customers who order without a pause, until the process is gone. */
  private final class Load implements AutoCloseable {

    private final ExecutorService customers = Executors.newFixedThreadPool(4);
    private final AtomicBoolean on = new AtomicBoolean(true);

    Load(Shop shop) {
      for (int customer = 0; customer < 4; customer++) {
        customers.submit(() -> order(shop));
      }
    }

    private void order(Shop shop) {
      while (on.get()) {
        var key = UUID.randomUUID().toString();
        sent.put(key, "");
        var method = METHODS.get(Math.floorMod(key.hashCode(), METHODS.size()));
        try {
          var answer = shop.send("POST", "/api/v1/orders", """
              {"customerId": "ada", "text": "two blueberry pancakes", "payment": {"method": "%s"}}""".formatted(method),
              "Idempotency-Key", key);
          if (answer.statusCode() == 202) {
            sent.put(key, Shop.read(answer.body()).get("id").asText());
          }
        } catch (UncheckedIOException e) {
          return;
        }
      }
    }

    void runFor(Duration time) {
      Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    @Override
    public void close() throws InterruptedException {
      on.set(false);
      customers.shutdown();
      assertThat(customers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
