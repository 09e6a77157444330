package dev.caravan.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
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
 * Customers who each post an order, wait until it is COMPLETED, and post the next. They hear of the end by subscribing to
 * the topic of status changes, which costs the application one more subscription and no requests.
 */
final class Customers implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String COMPLETED = "order.completed";
  private static final String ENDS = "fact in ('order.completed', 'order.rejected', 'order.cancelled')";
  private static final List<String> WORDS =
      List.of("two blueberry pancakes", "three plain pancakes", "one banana pancake", "two plain pancakes with maple syrup");
  private static final List<String> ITEMS = List.of(
      "{\"sku\": \"blueberry-pancakes\", \"quantity\": 2}", "{\"sku\": \"plain-pancakes\", \"quantity\": 3}");

  private final Application application;
  private final boolean words;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConcurrentHashMap<String, CompletableFuture<String>> ends = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private final Recorder latencies = new Recorder(3);
  private final ActiveMQConnectionFactory broker;
  private final JMSContext subscription;

  /** @param words whether they order in words, which the application then has to understand */
  Customers(Application application, boolean words) throws IOException, JMSException {
    this.application = application;
    this.words = words;
    broker = new ActiveMQConnectionFactory(application.brokerUrl());
    subscription = broker.createContext("subscriber", application.secret("broker.subscriber"));
    subscription.createConsumer(subscription.createTopic("order-updates"), ENDS).setMessageListener(this::hear);
  }

  private void hear(Message message) {
    try {
      end(message.getStringProperty("orderId")).complete(message.getStringProperty("fact"));
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<String> end(String orderId) {
    return ends.computeIfAbsent(orderId, id -> new CompletableFuture<>());
  }

  /** The times from POST to COMPLETED, in microseconds, of the orders completed since the last call. */
  Histogram takeLatencies() {
    return latencies.getIntervalHistogram();
  }

  /** Enough of every ingredient for any run. */
  void stockUp() throws IOException, InterruptedException {
    for (var stock : JSON.readTree(send("GET", "/inventory", "")).get("stock")) {
      send("POST", "/inventory/" + stock.get("ingredient").asText() + "/restock", "{\"quantity\": 100000000}");
    }
  }

  /** Posts an order, waits for its end and returns its id. */
  String order() throws IOException, InterruptedException {
    var next = number.getAndIncrement();
    var wish = words
        ? "\"text\": \"" + WORDS.get(next % WORDS.size()) + "\""
        : "\"items\": [" + ITEMS.get(next % ITEMS.size()) + "]";
    var start = System.nanoTime();
    var id = JSON.readTree(send("POST", "/orders",
        "{\"customerId\": \"ada\", " + wish + ", \"payment\": {\"method\": \"card\"}}")).get("id").asText();
    try {
      var end = end(id).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!end.equals(COMPLETED)) {
        throw new IOException("order " + id + " ended with " + end);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("order " + id + " does not end", e);
    } finally {
      ends.remove(id);
    }
    latencies.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
    return id;
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

  private String send(String method, String path, String body) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(application.base().resolve("/api/v1" + path)).timeout(PATIENCE)
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    var answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(method + " " + path + " is answered with " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
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
