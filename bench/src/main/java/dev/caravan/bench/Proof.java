package dev.caravan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.bench.Mix.Fate;
import dev.caravan.bench.Mix.Wanted;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Orders that are sent and run into one thing or another, and the application's own proof that each ended by its deadline.
 * Their customers ask for their ends over HTTP, so that they can go on with an application that was killed meanwhile.
 */
final class Proof {

  /** For one order; an order has seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PATIENCE_WITH_ALL = Duration.ofMinutes(20);
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(250);
  private static final Set<String> ENDS = Set.of("COMPLETED", "CANCELLED", "REJECTED");
  private static final String NO_END = "no end";
  private static final int UNAVAILABLE = 503;
  private static final int TOO_LATE = 409;

  private final Application application;
  private final Api api;
  private final String customer;
  private final List<Wanted> orders;
  private final Map<Integer, String> ends = new ConcurrentHashMap<>();
  private final AtomicInteger tooLate = new AtomicInteger();

  /** @param customer all of these orders', and nobody else's */
  Proof(Application application, String customer, List<Wanted> orders) {
    this.application = application;
    this.api = application.api();
    this.customer = customer;
    this.orders = orders;
  }

  /**
   * What was found.
   *
   * @param tooLate signals that were refused because the order had gone on
   * @param deadlines as the application proves them
   * @param invariants as it checked them at last
   * @param away for how long it was, if it was killed; else zero
   */
  record Found(Map<Fate, Map<String, Integer>> ends, int tooLate, JsonNode deadlines, JsonNode invariants, Duration away) {

    /** Whether all these orders ended, in time unless the application was away meanwhile, and left everything as it has to be. */
    boolean isKept(int orders) {
      return deadlines.path("orders").asInt() == orders && deadlines.path("ended").asInt() == orders
          && (deadlines.path("late").asInt() == 0 || !away.isZero()) && invariants.path("holds").asBoolean();
    }

    void print(PrintStream out) {
      out.printf("%n  %-34s", "");
      ENDS.stream().sorted().forEach(end -> out.printf(" %10s", end));
      out.printf(" %10s%n", NO_END);
      ends.forEach((fate, counts) -> {
        out.printf("  %-34s", fate.words());
        ENDS.stream().sorted().forEach(end -> out.printf(" %10d", counts.getOrDefault(end, 0)));
        out.printf(" %10d%n", counts.getOrDefault(NO_END, 0));
      });
      out.printf("%nsignals that came too late       %8d%n", tooLate);
      if (!away.isZero()) {
        out.printf("killed in the middle; away for   %8.1f s%n", away.toMillis() / 1e3);
      }
      for (var count : List.of("orders", "ended", "within", "late", "open")) {
        out.printf("%-32s %8d%n", count, deadlines.path(count).asLong());
      }
      out.printf("start to end, p50                %8d ms%n", deadlines.path("p50Millis").asLong());
      out.printf("start to end, p99                %8d ms%n", deadlines.path("p99Millis").asLong());
      out.printf("start to end, worst              %8d ms%n", deadlines.path("worstMillis").asLong());
      out.printf("left to the deadline, worst      %8d ms%n", deadlines.path("worstMarginMillis").asLong());
      deadlines.path("lateOrders").forEach(late -> out.printf("  late: %s%n", late));
      out.printf("invariants that hold             %8s%n", invariants.path("holds").asBoolean() ? "all" : "not all");
      invariants.path("violations").forEach(violation -> out.printf("  violated: %s%n", violation));
    }
  }

  /** Has so many clients see all orders to their ends. @param kill whether the application is killed after half of them */
  Found run(int clients, boolean kill)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var pool = Executors.newFixedThreadPool(clients);
    var away = Duration.ZERO;
    try {
      var half = new CountDownLatch((orders.size() + 1) / 2);
      var served = orders.stream().map(wanted -> CompletableFuture.runAsync(() -> serve(wanted, half), pool)).toList();
      if (kill) {
        half.await();
        away = application.killAndStartAgain();
      }
      CompletableFuture.allOf(served.toArray(CompletableFuture<?>[]::new)).get(PATIENCE_WITH_ALL.toSeconds(), TimeUnit.SECONDS);
    } finally {
      pool.shutdownNow();
    }
    return new Found(endsByFate(), tooLate.get(), api.get("/deadlines?customerId=" + customer), invariants(), away);
  }

  private void serve(Wanted wanted, CountDownLatch begun) {
    var path = "/orders/" + customer + "-" + wanted.number();
    begun.countDown();
    answered(path + "/start", wanted.fate().start(customer), false);
    if (!wanted.fate().signal().isEmpty()) {
      think(wanted.signalAfter());
      answered(path + "/signals/" + wanted.fate().signal(), wanted.fate().body(), true);
    }
    ends.put(wanted.number(), end(path));
  }

  private static void think(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same request again does no harm, so it is repeated until an application is there to answer. */
  private void answered(String path, String body, boolean mayBeTooLate) {
    var answer = asking(path).until(() -> api.ask("POST", path, body), any -> any.statusCode() != UNAVAILABLE);
    if (mayBeTooLate && answer.statusCode() == TOO_LATE) {
      tooLate.incrementAndGet();
    } else if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(path + " is answered with " + answer.statusCode() + ": " + answer.body());
    }
  }

  private String end(String path) {
    try {
      return asking(path).until(() -> api.get(path + "/status").path("status").asText(), ENDS::contains);
    } catch (ConditionTimeoutException e) {
      return NO_END;
    }
  }

  private JsonNode invariants() throws IOException, InterruptedException {
    var path = "/operations/invariants";
    try {
      // What has ended is still being told, and money given back.
      return asking(path).until(() -> api.get(path), report -> report.path("holds").asBoolean());
    } catch (ConditionTimeoutException e) {
      return api.get(path);
    }
  }

  private static ConditionFactory asking(String path) {
    return Awaitility.await(path).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(BETWEEN_QUESTIONS).pollInSameThread()
        .ignoreExceptionsMatching(IOException.class::isInstance);
  }

  private Map<Fate, Map<String, Integer>> endsByFate() {
    var byFate = new EnumMap<Fate, Map<String, Integer>>(Fate.class);
    orders.forEach(wanted -> byFate.computeIfAbsent(wanted.fate(), fate -> new TreeMap<>())
        .merge(ends.getOrDefault(wanted.number(), NO_END), 1, Integer::sum));
    return byFate;
  }
}
