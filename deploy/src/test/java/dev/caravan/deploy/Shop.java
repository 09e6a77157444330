package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** Caravan as its users reach it: over HTTP. */
final class Shop {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI base;
  private final Consumer<HttpResponse<String>> witness;

  Shop(int port) {
    this(port, answer -> {});
  }

  /** @param witness sees every answer before who asked for it */
  Shop(int port, Consumer<HttpResponse<String>> witness) {
    base = URI.create("http://127.0.0.1:" + port);
    this.witness = witness;
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) {
    var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30))
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty() && !Arrays.asList(headers).contains("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      witness.accept(answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  JsonNode get(String path) {
    var answer = send("GET", "/api/v1" + path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return read(answer.body());
  }

  JsonNode post(String path, String body, String... headers) {
    var answer = send("POST", "/api/v1" + path, body, headers);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return read(answer.body());
  }

  /** Posts an order of blueberry pancakes and returns its id. */
  String orders(int blueberryPancakes, String paymentMethod) {
    return post("/orders", """
        {"customerId": "ada", "items": [{"sku": "blueberry-pancakes", "quantity": %d}], "payment": {"method": "%s"}}"""
        .formatted(blueberryPancakes, paymentMethod)).get("id").asText();
  }

  JsonNode becomes(String orderId, String status) {
    return Awaitility.await("order " + orderId + " to become " + status).atMost(PATIENCE).pollInterval(Duration.ofMillis(50))
        .until(() -> get("/orders/" + orderId), order -> order.get("status").asText().equals(status));
  }

  /** The cook rings the bell and the customer collects; returns the completed order. */
  JsonNode servesAndHandsOver(String orderId) {
    becomes(orderId, "PREPARING");
    ringsTheBell(orderId);
    post("/orders/" + orderId + "/collect", "");
    return becomes(orderId, "COMPLETED");
  }

  void ringsTheBell(String orderId) {
    for (var ticket : get("/kitchen/tickets").get("tickets")) {
      if (ticket.get("orderId").asText().equals(orderId)) {
        post("/kitchen/tickets/" + ticket.get("id").asText() + "/ready", "");
      }
    }
  }

  List<String> history(String orderId) {
    return StreamSupport.stream(get("/orders/" + orderId + "/history").get("events").spliterator(), false)
        .map(event -> event.get("type").asText()).toList();
  }

  long onHand(String ingredient) {
    return get("/inventory/" + ingredient).get("onHand").asLong();
  }

  void invariantsHold() {
    var report = get("/operations/invariants");
    assertThat(report.get("violations")).as("violated invariants").isEmpty();
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
