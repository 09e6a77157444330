package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A running Caravan, as JSON over HTTP. What it does not answer is a {@link Refused} or {@link Unreachable}. The JDK's newer
 * HTTP client could ask it, too, for three times the start-up time.
 */
final class Server {

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int ATTEMPTS = 3;

  private final String base;

  private record Answer(int status, byte[] body) {

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  /** @param body null where there is none */
  private record Request(
      String method, String path, @Nullable JsonNode body, @Nullable String key, @Nullable String user, Duration patience) {}

  Server(URI url) {
    this.base = url.toString().replaceFirst("/+$", "");
  }

  JsonNode get(String path) {
    return answer(request("GET", path, null, null));
  }

  /** What takes the server as long as there is much of it. */
  JsonNode getPatiently(String path) {
    return answer(new Request("GET", "/api/v1" + path, null, null, null, LONG_PATIENCE));
  }

  JsonNode delete(String path) {
    return answer(request("DELETE", path, null, null));
  }

  JsonNode post(String path) {
    return answer(request("POST", path, null, null));
  }

  JsonNode post(String path, JsonNode body) {
    return answer(request("POST", path, body, null));
  }

  /** @param user who acts, if that is to be known */
  JsonNode postAs(@Nullable String user, String path, JsonNode body) {
    return answer(new Request("POST", "/api/v1" + path, body, null, user, PATIENCE));
  }

  /** Posts something once, however often the answer gets lost: the server knows it again by its key. */
  JsonNode postOnce(String path, JsonNode body, String key) {
    return patiently(request("POST", path, body, key));
  }

  /** As {@link #postOnce}. @param user who acts */
  JsonNode postOnceAs(String user, String path, JsonNode body, String key) {
    return patiently(new Request("POST", "/api/v1" + path, body, key, user, PATIENCE));
  }

  /** Posts something that the server knows again by its path, until it answers. */
  JsonNode postPatiently(String path, JsonNode body) {
    return patiently(request("POST", path, body, null));
  }

  /** What is no JSON, such as a page or a document. */
  byte[] download(String path) {
    var answer = send(request("GET", path, null, null));
    if (!answer.isSuccess()) {
      throw refusal(answer);
    }
    return answer.body();
  }

  /** What a health check says: {@code UP}, or something worse. */
  String health(String path) {
    var answer = send(new Request("GET", path, null, null, null, PATIENCE));
    return Json.read(answer.text()).map(health -> health.path("status").asText()).filter(status -> !status.isEmpty())
        .orElseThrow(() -> notCaravan(answer.status()));
  }

  private static Request request(String method, String path, @Nullable JsonNode body, @Nullable String key) {
    return new Request(method, "/api/v1" + path, body, key, null, PATIENCE);
  }

  private JsonNode patiently(Request request) {
    for (int attempt = 1; ; attempt++) {
      try {
        return answer(request);
      } catch (Unreachable | Refused e) {
        if (attempt == ATTEMPTS || (e instanceof Refused refused && !refused.passes())) {
          throw e;
        }
        Pause.of(PAUSE);
      }
    }
  }

  private JsonNode answer(Request request) {
    var answer = send(request);
    if (!answer.isSuccess()) {
      throw refusal(answer);
    }
    return Json.read(answer.text()).orElseThrow(() -> notCaravan(answer.status()));
  }

  private RuntimeException refusal(Answer answer) {
    return Json.read(answer.text()).filter(problem -> !isOfNoCaravan(answer.status(), problem))
        .<RuntimeException>map(Refused::new).orElseGet(() -> notCaravan(answer.status()));
  }

  /** What Caravan does not find it says so in its own words; a server that is just starting knows no path at all. */
  private static boolean isOfNoCaravan(int status, JsonNode problem) {
    return status == 404 && !problem.path("type").asText().startsWith("/problems/");
  }

  private Answer send(Request request) {
    try {
      var connection = (HttpURLConnection) URI.create(base + request.path()).toURL().openConnection();
      connection.setRequestMethod(request.method());
      connection.setConnectTimeout((int) CONNECT_PATIENCE.toMillis());
      connection.setReadTimeout((int) request.patience().toMillis());
      connection.setInstanceFollowRedirects(false);
      connection.setRequestProperty("Accept", "application/json, application/problem+json");
      if (request.key() != null) {
        connection.setRequestProperty("Idempotency-Key", request.key());
      }
      if (request.user() != null) {
        connection.setRequestProperty("X-User-Id", request.user());
      }
      if (request.method().equals("POST")) {
        write(request.body(), connection);
      }
      var status = connection.getResponseCode();
      try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        return new Answer(status, body == null ? new byte[0] : body.readAllBytes());
      }
    } catch (IOException e) {
      throw new Unreachable("cannot reach " + base + ": " + why(e) + " (is it running? --url or CARAVAN_URL names another)");
    }
  }

  /** A length that is known before keeps the connection from sending the same again by itself. */
  private static void write(@Nullable JsonNode body, HttpURLConnection connection) throws IOException {
    var bytes = body == null ? new byte[0] : Json.line(body).getBytes(StandardCharsets.UTF_8);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(bytes.length);
    try (var out = connection.getOutputStream()) {
      out.write(bytes);
    }
  }

  private static String why(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    if (e instanceof ConnectException || e instanceof UnknownHostException) {
      return "connection refused or host unknown";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private Unreachable notCaravan(int status) {
    return new Unreachable(base + " does not answer as Caravan does (HTTP " + status + ")");
  }
}
