package dev.caravan.bench;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.awaitility.Awaitility;

import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that hear by WebSocket what becomes of all orders, and how long after it became true. */
final class Audience implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TIME = "\"time\":\"";
  private static final String ID = "\"id\":\"";

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<WebSocket> sockets = new ArrayList<>();
  private final Recorder each = new Recorder(3);
  private final Recorder all = new Recorder(3);
  private final AtomicInteger frames = new AtomicInteger();
  private final ConcurrentHashMap<String, AtomicInteger> heard = new ConcurrentHashMap<>();
  private final int clients;

  Audience(Application application, int clients) {
    this.clients = clients;
    var address = URI.create(application.base().toString().replaceFirst("http", "ws") + "/ws?topics=order-updates");
    for (int i = 0; i < clients; i++) {
      sockets.add(http.newWebSocketBuilder().buildAsync(address, new Ears()).join());
    }
  }

  /** Waits until every client has heard so many facts, and prints how late. */
  void print(int facts, Duration ownCpu, PrintStream out) {
    Awaitility.await().atMost(PATIENCE).until(() -> frames.get() >= facts * clients);
    out.printf("WebSocket clients                %8d%n", clients);
    out.printf("facts                            %8d%n", facts);
    print("recorded to one client", each.getIntervalHistogram(), out);
    print("recorded to the last client", all.getIntervalHistogram(), out);
    out.printf("CPU per frame, clients           %8.3f ms%n", ownCpu.toMillis() / (double) frames.get());
  }

  private static void print(String what, Histogram micros, PrintStream out) {
    out.printf("%s, p50 %6.0f ms, p99 %6.0f ms, worst %6.0f ms%n", what, micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3, micros.getMaxValue() / 1e3);
  }

  @Override
  public void close() {
    CompletableFuture.allOf(sockets.stream().map(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""))
        .toArray(CompletableFuture<?>[]::new)).join();
  }

  private final class Ears implements WebSocket.Listener {

    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        hear(part.toString());
        part.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    private void hear(String fact) {
      // One clock for both: they are on the same machine.
      var micros = Math.max(0, Instant.parse(value(fact, TIME)).until(Instant.now(), ChronoUnit.MICROS));
      each.recordValue(micros);
      if (heard.computeIfAbsent(value(fact, ID), id -> new AtomicInteger()).incrementAndGet() == clients) {
        all.recordValue(micros);
      }
      frames.incrementAndGet();
    }

    private static String value(String fact, String name) {
      var start = fact.indexOf(name) + name.length();
      return fact.substring(start, fact.indexOf('"', start));
    }
  }
}
