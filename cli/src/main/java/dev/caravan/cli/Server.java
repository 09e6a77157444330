package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A running Caravan, as JSON over HTTP. What it does not answer is a {@link Refused} or {@link Unreachable}. */
final class Server {

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int ATTEMPTS = 3;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_PATIENCE).build();
  private final String base;

  Server(URI url) {
    this.base = url.toString().replaceFirst("/+$", "");
  }

  JsonNode get(String path) {
    return answer(request("/api/v1" + path).GET());
  }

  JsonNode post(String path) {
    return answer(request("/api/v1" + path).POST(BodyPublishers.noBody()));
  }

  JsonNode post(String path, JsonNode body) {
    return answer(posting(path, body));
  }

  JsonNode delete(String path) {
    return answer(request("/api/v1" + path).DELETE());
  }

  /** What is no JSON, such as a page or a document. */
  byte[] download(String path) {
    var answer = send(request("/api/v1" + path).GET(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw refusal(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer.body();
  }

  /** Posts something once, however often the answer gets lost: the server knows it again by its key. */
  JsonNode postOnce(String path, JsonNode body, String key) {
    return patiently(posting(path, body).header("Idempotency-Key", key));
  }

  /** Posts something that the server knows again by its path, until it answers. */
  JsonNode postPatiently(String path, JsonNode body) {
    return patiently(posting(path, body));
  }

  private HttpRequest.Builder posting(String path, JsonNode body) {
    return request("/api/v1" + path).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(Json.line(body)));
  }

  private JsonNode patiently(HttpRequest.Builder request) {
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

  /** What a health check says: {@code UP}, or something worse. */
  String health(String path) {
    var answer = send(request(path).GET(), BodyHandlers.ofString());
    return Json.read(answer.body()).map(health -> health.path("status").asText()).filter(status -> !status.isEmpty())
        .orElseThrow(() -> notCaravan(answer.statusCode()));
  }

  private JsonNode answer(HttpRequest.Builder request) {
    var answer = send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw refusal(answer.statusCode(), answer.body());
    }
    return Json.read(answer.body()).orElseThrow(() -> notCaravan(answer.statusCode()));
  }

  private RuntimeException refusal(int status, String body) {
    return Json.read(body).filter(problem -> !isOfNoCaravan(status, problem)).<RuntimeException>map(Refused::new)
        .orElseGet(() -> notCaravan(status));
  }

  /** What Caravan does not find it says so in its own words; a server that is just starting knows no path at all. */
  private static boolean isOfNoCaravan(int status, JsonNode problem) {
    return status == 404 && !problem.path("type").asText().startsWith("/problems/");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE)
        .header("Accept", "application/json, application/problem+json");
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request.build(), body);
    } catch (IOException e) {
      throw new Unreachable("cannot reach " + base + ": " + why(e) + " (is it running? --url or CARAVAN_URL names another)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The HTTP client often leaves the message to its causes, or empty. */
  private static String why(IOException e) {
    if (e instanceof HttpConnectTimeoutException || e instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    if (e instanceof ConnectException) {
      return "connection refused or host unknown";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private Unreachable notCaravan(int status) {
    return new Unreachable(base + " does not answer as Caravan does (HTTP " + status + ")");
  }
}
