package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.time.Duration;
import java.util.List;

@EndToEnd
@ExtendWith(OutputCaptureExtension.class)
class LogTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void lines_about_an_order_are_json_and_name_the_order_and_the_trace_that_began_it(
      @LocalServerPort int port, CapturedOutput output) {
    Setting.assumeAllInOneProcess();
    var shop = new Shop(port);
    var id = shop.post("/orders", """
        {"customerId": "ada", "text": "two waffles", "payment": {"method": "card"}}""",
        "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01").get("id").asText();
    shop.servesAndHandsOver(id);
    Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
      var lines = about(id, output);
      assertThat(lines).extracting(line -> line.get("message").asText()).contains("order status", "notification sent");
      assertThat(lines).allSatisfy(line -> assertThat(line.get("traceId").asText()).isEqualTo(TRACE));
    });
  }

  @Test
  void lines_about_a_task_name_the_task(@LocalServerPort int port, CapturedOutput output) {
    var todo = new ToDo(new Shop(port));
    var id = ToDo.id(todo.writes("\"title\": \"Log\", \"assignee\": \"bob\", \"recurrence\": {\"frequency\": \"daily\"}"));
    todo.completes(id);
    Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(output.getOut().lines()
        .filter(line -> line.startsWith("{") && line.endsWith("}")).map(Shop::read)
        .filter(line -> line.path("task_id").asText().equals(id)).map(line -> line.get("message").asText())).contains("task comes back"));
  }

  private static List<JsonNode> about(String orderId, CapturedOutput output) {
    return output.getOut().lines().filter(line -> line.startsWith("{") && line.endsWith("}")).map(Shop::read)
        .filter(line -> line.path("orderId").asText().equals(orderId)).toList();
  }
}
