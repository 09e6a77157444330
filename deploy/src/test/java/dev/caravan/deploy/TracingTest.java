package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What happens to an order is one trace, from the request to the last notification. */
class TracingTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String ORDER = """
      {"customerId": "ada", "items": [{"sku": "waffles", "quantity": 1}], "payment": {"method": "card"}}""";
  private static final List<String> STEPS = List.of(
      "queue:orders.place", "queue:inventory.reserve", "queue:payments.hold", "queue:payments.escrow", "queue:orders.confirm",
      "queue:inventory.consume", "queue:kitchen.prepare", "queue:kitchen.finish", "queue:orders.collect",
      "queue:payments.release", "queue:orders.complete");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Queue<Span> SPANS = new ConcurrentLinkedQueue<>();

  @TempDir static Path folder;

  private static HttpServer collector;
  private static CaravanProcess caravan;
  private static Shop shop;

  @BeforeAll
  static void start() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext("/v1/traces", exchange -> {
      try (exchange) {
        collect(exchange.getRequestBody().readAllBytes());
        exchange.sendResponseHeaders(200, -1);
      }
    });
    collector.start();
    caravan = new CaravanProcess(folder.resolve("data"),
        "--caravan.tracing.endpoint=http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
    shop = caravan.start();
  }

  @AfterAll
  static void stop() {
    caravan.close();
    collector.stop(0);
  }

  private static void collect(byte[] request) throws InvalidProtocolBufferException {
    for (var process : ExportTraceServiceRequest.parseFrom(request).getResourceSpansList()) {
      process.getScopeSpansList().forEach(scope -> SPANS.addAll(scope.getSpansList()));
    }
  }

  @Test
  void an_order_is_one_trace_from_the_request_to_the_last_notification() throws IOException {
    var id = shop.post("/orders", ORDER).get("id").asText();
    shop.becomes(id, "COMPLETED");
    var trace = Awaitility.await("the request").atMost(PATIENCE).until(
        () -> SPANS.stream().filter(span -> uri(span).startsWith("rest://post:/orders") && span.getParentSpanId().isEmpty())
            .map(TracingTest::trace).findFirst().orElse(""), found -> !found.isEmpty());
    Awaitility.await("every step and notification").atMost(PATIENCE).untilAsserted(() -> {
      var received = received(trace);
      assertThat(received).extracting(Span::getName).containsAll(STEPS);
      assertThat(received).filteredOn(span -> span.getName().equals("relay-fact")).hasSizeGreaterThanOrEqualTo(shop.history(id).size());
      assertThat(received).filteredOn(span -> uri(span).contains("subscriptionName=notifications"))
          .hasSizeGreaterThanOrEqualTo(shop.get("/notifications?orderId=" + id).get("notifications").size());
    });
    assertThat(loggedAbout(id)).isNotEmpty().allSatisfy(line -> assertThat(line.get("traceId").asText()).isEqualTo(trace));
  }

  @Test
  void a_callers_trace_goes_on_whether_the_caller_keeps_it_or_not() {
    shop.becomes(shop.post("/orders", ORDER, "traceparent", "00-" + TRACE + "-" + CALLER + "-00").get("id").asText(), "COMPLETED");
    Awaitility.await("every step").atMost(PATIENCE).untilAsserted(() ->
        assertThat(received(TRACE)).extracting(Span::getName).containsAll(STEPS));
    assertThat(received(TRACE)).filteredOn(span -> uri(span).startsWith("rest://post:/orders")).singleElement()
        .satisfies(span -> assertThat(hex(span.getParentSpanId())).isEqualTo(CALLER));
  }

  /** What routes of this trace have taken in. */
  private static List<Span> received(String trace) {
    return SPANS.stream().filter(span -> trace(span).equals(trace) && attribute(span, "op").equals("EVENT_RECEIVED")).toList();
  }

  private static List<JsonNode> loggedAbout(String orderId) throws IOException {
    try (var lines = Files.lines(folder.resolve("data.log"))) {
      return lines.filter(line -> line.startsWith("{") && line.endsWith("}")).map(Shop::read)
          .filter(line -> line.path("orderId").asText().equals(orderId)).toList();
    }
  }

  private static String uri(Span span) {
    return attribute(span, "camel.uri");
  }

  private static String attribute(Span span, String key) {
    return span.getAttributesList().stream().filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> attribute.getValue().getStringValue()).findFirst().orElse("");
  }

  private static String trace(Span span) {
    return hex(span.getTraceId());
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
