package dev.caravan.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/** Somebody who listens live, by WebSocket or to the stream of events, and keeps what was heard. */
final class Ears implements WebSocket.Listener, Flow.Subscriber<String>, AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final List<JsonNode> heard = new CopyOnWriteArrayList<>();
  /** Of the events of a stream, in order. */
  final List<Long> ids = new CopyOnWriteArrayList<>();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final CompletableFuture<Flow.Subscription> opened = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private WebSocket socket;
  private CompletableFuture<HttpResponse<Void>> stream;

  private Ears() {}

  /** At a WebSocket. @param path with its query */
  static Ears atSocket(int port, String path) {
    var ears = new Ears();
    ears.socket = HTTP.newWebSocketBuilder().buildAsync(URI.create("ws://127.0.0.1:" + port + path), ears).join();
    return ears;
  }

  /** At the stream of events, which has begun. @param query with its question mark, or empty */
  static Ears atStream(int port, String query, String... headers) {
    var ears = new Ears();
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/events/stream" + query));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    ears.stream = HTTP.sendAsync(request.build(), BodyHandlers.fromLineSubscriber(ears));
    ears.opened.join();
    return ears;
  }

  /** Facts about this subject, each once, in the order in which they were heard. */
  List<String> of(String subject) {
    return heard.stream().filter(fact -> fact.get("subject").asText().equals(subject)).map(fact -> fact.get("id").asText())
        .distinct().toList();
  }

  Stream<String> types(String subject) {
    return heard.stream().filter(fact -> fact.get("subject").asText().equals(subject)).map(fact -> fact.get("type").asText());
  }

  void hears(String subject) {
    Awaitility.await("news of " + subject).atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> !of(subject).isEmpty());
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      heard.add(Shop.read(part.toString()));
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable cause) {
    closed.complete(-1);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
    opened.complete(subscription);
  }

  @Override
  public void onNext(String line) {
    if (line.startsWith("id: ")) {
      ids.add(Long.parseLong(line.substring(4)));
    } else if (line.startsWith("data: ")) {
      heard.add(Shop.read(line.substring(6)));
    }
  }

  @Override
  public void onError(Throwable cause) {
    closed.complete(-1);
  }

  @Override
  public void onComplete() {
    closed.complete(0);
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
    } else {
      opened.join().cancel();
      stream.cancel(true);
    }
  }
}
