package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.StreamSupport;

@EndToEnd
class DeadLettersTest {

  @Autowired ProducerTemplate messages;

  @Test
  void a_command_that_nobody_can_carry_out_waits_for_an_operator_and_holds_nobody_up(@LocalServerPort int port) {
    var shop = new Shop(port);
    messages.sendBodyAndHeader("{{inventory.consume}}", null, "orderId", "no-such-order");
    shop.servesAndHandsOver(shop.orders(1, "card"));

    var letter = Awaitility.await("dead letter").atMost(Duration.ofSeconds(60)).until(() -> open(shop), Optional::isPresent)
        .orElseThrow();

    assertThat(letter.get("address").asText()).isEqualTo("inventory.consume");
    assertThat(shop.get("/operations/invariants").get("holds").asBoolean()).isFalse();
    var path = "/api/v1/dead-letters/" + letter.get("id").asText();
    assertThat(shop.send("POST", path + "/redrive", "").statusCode()).isEqualTo(409);
    assertThat(shop.send("DELETE", path, "").statusCode()).isEqualTo(200);
    assertThat(open(shop)).isEmpty();
    shop.invariantsHold();
  }

  private static Optional<JsonNode> open(Shop shop) {
    return StreamSupport.stream(shop.get("/dead-letters").get("deadLetters").spliterator(), false)
        .filter(letter -> letter.path("orderId").asText().equals("no-such-order")).findFirst();
  }
}
