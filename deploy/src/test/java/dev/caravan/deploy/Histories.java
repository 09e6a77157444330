package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.model.orders.Status;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Histories that are drawn at random. {@code -Dcaravan.histories=10000} tells more of them, {@code -Dcaravan.seed=…} the same
 * again, and with {@code -Dcaravan.history=17} that one alone.
 */
final class Histories {

  private static final long SEED = Long.getLong("caravan.seed", System.nanoTime());
  private static final @Nullable Integer ONLY = Integer.getInteger("caravan.history");

  private final int many;
  private final long began = System.nanoTime();
  private final AtomicInteger operations = new AtomicInteger();
  private final Map<String, Integer> ends = new ConcurrentSkipListMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  /** @param usually how many, unless somebody says */
  Histories(int usually) {
    many = Integer.getInteger("caravan.histories", usually);
    System.out.println("histories: " + many + ", seed " + SEED);
  }

  IntStream numbers() {
    return ONLY == null ? IntStream.range(0, many) : IntStream.of(ONLY);
  }

  /** What the history of this number is drawn by. */
  static SplittableRandom dice(int number) {
    return new SplittableRandom(new SplittableRandom(SEED).nextLong() + number);
  }

  /** Tells a history, or the rest of it, unless one has failed. @param part tells how it ended, nothing if it has not */
  @Nullable Void tell(int number, Object history, Callable<String> part) {
    try {
      if (failures.isEmpty()) {
        var end = part.call();
        if (!end.isEmpty()) {
          ends.merge(end, 1, Integer::sum);
        }
      }
    } catch (Throwable e) {
      failures.add("-Dcaravan.seed=%d -Dcaravan.history=%d%n%s%n%s".formatted(SEED, number, e, history));
    }
    return null;
  }

  void operated() {
    operations.incrementAndGet();
  }

  boolean haveFailed() {
    return !failures.isEmpty();
  }

  void haveNotFailed() {
    System.out.println("histories: " + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s, " + operations
        + " operations, ends " + ends);
    assertThat(String.join(System.lineSeparator(), failures)).isEmpty();
  }

  /** An order only goes where it may. @param facts its history */
  static void goesOnlyWhereItMay(JsonNode facts) {
    Status former = Status.RECEIVED;
    for (var fact : facts) {
      if (fact.at("/data").has("status")) {
        var status = Status.valueOf(fact.at("/data/status").asText());
        assertThat(status == former || former.mayBecome(status)).as("%s may become %s", former, status).isTrue();
        former = status;
      }
    }
  }

  @SafeVarargs
  static <T> T pick(SplittableRandom dice, T... of) {
    return of[dice.nextInt(of.length)];
  }

  static <T> T pick(SplittableRandom dice, List<T> of) {
    return of.get(dice.nextInt(of.size()));
  }
}
