package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.util.UUID;

/** An order that is sent: received, approved, placed, charged, packed, dispatched, done. */
@EndToEnd
class LifecycleTest {

  private final Shop shop;

  LifecycleTest(@LocalServerPort int port) {
    shop = new Shop(port);
  }

  @Test
  void an_order_that_is_started_is_charged_and_sent_within_its_deadline() {
    var id = "o-" + UUID.randomUUID();
    shop.post("/orders/" + id + "/start", """
        {"initial_address": {"street": "123 Main St", "city": "Anytown", "state": "CA", "zip": "12345"}}""");
    shop.becomes(id, "COMPLETED");
    System.out.println(shop.get("/orders/" + id + "/history").toPrettyString());
    System.out.println(shop.get("/orders/" + id + "/deadline").toPrettyString());
    System.out.println(shop.get("/deadlines").toPrettyString());
    System.out.println(shop.get("/shipments/" + id).toPrettyString());
    System.out.println(shop.get("/orders?fulfilment=SHIPMENT&health=ok&q=o-").toPrettyString());
    assertThat(shop.get("/orders/" + id + "/deadline").get("within").asBoolean()).isTrue();
    shop.invariantsHold();
  }
}
