package dev.caravan.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that says what it was told to say and remembers what it was asked. */
final class StubServer implements AutoCloseable {

  record Request(String line, String body, String key, String user) {}

  private record Answer(int status, String body) {}

  private static final int LOST = -1;

  private final HttpServer http;
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  StubServer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::handle);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** Answers of one request, such as {@code GET /api/v1/orders}, are given in turn; the last one is kept. */
  StubServer answers(String request, int status, String body) {
    answers.computeIfAbsent(request, any -> new ArrayDeque<>()).add(new Answer(status, body));
    return this;
  }

  StubServer answers(String request, String body) {
    return answers(request, 200, body);
  }

  StubServer refuses(String request, int status, String code, String detail) {
    return answers(request, status, """
        {"type": "/problems/%s", "title": "No", "status": %d, "detail": "%s"}""".formatted(code, status, detail));
  }

  /** Takes the request and hangs up. */
  StubServer losesTheAnswer(String request) {
    return answers(request, LOST, "");
  }

  List<Request> requests() {
    return requests;
  }

  List<String> requestLines() {
    return requests.stream().map(Request::line).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add(new Request(line, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
        String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
        String.valueOf(exchange.getRequestHeaders().getFirst("X-User-Id"))));
    var given = answers.getOrDefault(line, new ArrayDeque<>(List.of(new Answer(404, "not told what to answer"))));
    var answer = given.size() > 1 ? given.remove() : given.element();
    if (answer.status() != LOST) {
      var body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
