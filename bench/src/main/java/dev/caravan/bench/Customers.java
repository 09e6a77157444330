package dev.caravan.bench;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Customers who each post an order, wait until it is COMPLETED, and post the next; what a courier brings they also accept,
 * carry through its stages and confirm. They hear how it fares by subscribing to the topic of its facts, which costs the
 * application one more subscription and no requests.
 */
final class Customers implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String COMPLETED = "order.completed";
  private static final String AVAILABLE = "order.available";
  private static final String READY = "order.ready";
  private static final String END = "end";
  private static final String ENDS = "'order.completed', 'order.rejected', 'order.cancelled'";
  private static final String RUNNER = "ray";
  private static final List<String> WORDS =
      List.of("two blueberry pancakes", "three plain pancakes", "one banana pancake", "two plain pancakes with maple syrup");
  private static final List<String> ITEMS = List.of(
      "{\"sku\": \"blueberry-pancakes\", \"quantity\": 2}", "{\"sku\": \"plain-pancakes\", \"quantity\": 3}");

  private final Api api;
  private final boolean words;
  private final Way way;
  private final ConcurrentHashMap<String, CompletableFuture<String>> awaited = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private final Recorder latencies = new Recorder(3);
  private final ActiveMQConnectionFactory broker;
  private final JMSContext subscription;

  /**
   * @param words whether they order in words, which the application then has to understand
   * @param way that their orders go
   */
  Customers(Application application, boolean words, Way way) throws IOException, JMSException {
    this.api = application.api();
    this.words = words;
    this.way = way;
    broker = new ActiveMQConnectionFactory(application.brokerUrl());
    subscription = broker.createContext("subscriber", application.secret("broker.subscriber"));
    subscription.createConsumer(subscription.createTopic("order-events"), "fulfilment = '%s' and fact in (%s%s)"
        .formatted(way.fulfilment(), way == Way.COURIER ? "'order.available', 'order.ready', " : "", ENDS)).setMessageListener(this::hear);
  }

  /** Registers the customer and the runner that orders by courier need. */
  void register() throws IOException, InterruptedException {
    api.post("/users", "{\"id\": \"" + Way.CUSTOMER + "\", \"name\": \"Ada\", \"roles\": [\"CUSTOMER\"]}");
    api.post("/users", "{\"id\": \"" + RUNNER + "\", \"name\": \"Ray\", \"roles\": [\"RUNNER\"]}");
  }

  private void hear(Message message) {
    try {
      var fact = message.getStringProperty("fact");
      heard(message.getStringProperty("orderId"), ENDS.contains(fact) ? END : fact).complete(fact);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<String> heard(String orderId, String what) {
    return awaited.computeIfAbsent(orderId + " " + what, key -> new CompletableFuture<>());
  }

  private String await(String orderId, String what) throws IOException, InterruptedException {
    try {
      return heard(orderId, what).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("order " + orderId + " does not come to " + what, e);
    } finally {
      awaited.remove(orderId + " " + what);
    }
  }

  /** The times from POST to COMPLETED, in microseconds, of the orders completed since the last call. */
  Histogram takeLatencies() {
    return latencies.getIntervalHistogram();
  }

  /** Enough of every ingredient for any run. */
  void stockUp() throws IOException, InterruptedException {
    for (var stock : api.get("/inventory").get("stock")) {
      api.post("/inventory/" + stock.get("ingredient").asText() + "/restock", "{\"quantity\": 100000000}");
    }
  }

  /** Posts an order, waits for its end and returns its id. */
  String order() throws IOException, InterruptedException {
    var next = number.getAndIncrement();
    var wish = words
        ? "\"text\": \"" + WORDS.get(next % WORDS.size()) + "\""
        : "\"items\": [" + ITEMS.get(next % ITEMS.size()) + "]";
    var start = System.nanoTime();
    var id = way.post(api, wish);
    if (way == Way.COURIER) {
      bring("/orders/" + id, id);
    }
    var end = await(id, END);
    if (!end.equals(COMPLETED)) {
      throw new IOException("order " + id + " ended with " + end);
    }
    latencies.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
    return id;
  }

  private void bring(String path, String id) throws IOException, InterruptedException {
    await(id, AVAILABLE);
    api.post(path + "/accept", "{\"runnerId\": \"" + RUNNER + "\"}");
    await(id, READY);
    for (var stage : List.of("ON_SITE", "PURCHASED", "COLLECTED", "ON_THE_WAY", "DELIVERED")) {
      api.post(path + "/delivery", "{\"runnerId\": \"" + RUNNER + "\", \"status\": \"" + stage + "\"}");
    }
    var code = api.get(path + "/confirmation-code").get("code").asText();
    api.post(path + "/confirm", "{\"code\": \"" + code + "\"}");
  }

  /** Lets so many customers order, each this often, and returns the ids of all orders. */
  Set<String> order(int customers, int each) throws InterruptedException, ExecutionException {
    var pool = Executors.newFixedThreadPool(customers);
    try {
      var ids = ConcurrentHashMap.<String>newKeySet();
      var done = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < customers; i++) {
        done.add(CompletableFuture.runAsync(() -> order(each, ids), pool));
      }
      CompletableFuture.allOf(done.toArray(CompletableFuture<?>[]::new)).get();
      return ids;
    } finally {
      pool.shutdownNow();
    }
  }

  private void order(int times, Set<String> ids) {
    try {
      for (int i = 0; i < times; i++) {
        ids.add(order());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Customers who order until they are closed. */
  Crowd crowd(int customers) {
    return new Crowd(customers);
  }

  @Override
  public void close() {
    subscription.close();
    broker.close();
  }

  /** A closed loop in progress. */
  final class Crowd implements AutoCloseable {

    private final ExecutorService pool;
    private final List<CompletableFuture<Void>> loops = new ArrayList<>();
    private volatile boolean open = true;

    private Crowd(int customers) {
      pool = Executors.newFixedThreadPool(customers);
      for (int i = 0; i < customers; i++) {
        loops.add(CompletableFuture.runAsync(this::loop, pool));
      }
    }

    private void loop() {
      try {
        while (open) {
          order();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Lets the loop run for a while. @throws IllegalStateException if a customer was not served */
    void goOn(Duration time) throws InterruptedException {
      Thread.sleep(time.toMillis());
      if (loops.stream().anyMatch(CompletableFuture::isCompletedExceptionally)) {
        CompletableFuture.allOf(loops.toArray(CompletableFuture<?>[]::new)).join();
      }
    }

    @Override
    public void close() throws InterruptedException {
      open = false;
      pool.shutdown();
      if (!pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        pool.shutdownNow();
      }
    }
  }
}
