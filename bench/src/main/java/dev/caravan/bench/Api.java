package dev.caravan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Caravan over HTTP, as its customers use it. */
final class Api {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  Api(URI base) {
    this.base = base;
  }

  /** What is answered, whatever it is. @param path below {@code /api/v1} */
  HttpResponse<String> ask(String method, String path, String body) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(base.resolve("/api/v1" + path)).timeout(PATIENCE)
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** What is answered. @throws IOException if it is a refusal */
  JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
    var answer = ask(method, path, body);
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(method + " " + path + " is answered with " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  JsonNode post(String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body);
  }
}
