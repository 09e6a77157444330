package dev.caravan.deploy;

import static dev.caravan.deploy.ToDo.id;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

@EndToEnd
class StandingOrdersTest {

  @Autowired MovableClock clock;
  @Autowired Backstage backstage;

  private Shop shop;
  private ToDo todo;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    todo = new ToDo(shop);
  }

  @AfterEach
  void letGo() {
    backstage.letAllGo();
  }

  private String orders(Instant when, String sku) {
    return id(todo.writes("""
        "title": "Friday pancakes", "dueDate": "%s", "recurrence": {"frequency": "weekly"},
        "order": {"customerId": "%s", "items": [{"sku": "%s", "quantity": 1}], "payment": {"method": "card"}}"""
        .formatted(when.truncatedTo(ChronoUnit.SECONDS), todo.tag, sku)));
  }

  @Test
  void a_standing_order_goes_the_way_of_every_order_at_its_time_and_comes_back() {
    var time = clock.instant().plusSeconds(2);
    var task = orders(time, "blueberry-pancakes");
    var done = todo.awaits(task, "the order to be placed", each -> each.has("orderId") && each.get("status").asText().equals("COMPLETED"));
    var order = shop.servesAndHandsOver(done.get("orderId").asText());
    assertThat(Instant.parse(order.get("createdAt").asText())).isAfterOrEqualTo(time.truncatedTo(ChronoUnit.SECONDS));
    var next = todo.awaits("the next occurrence", tasks -> tasks.size() == 2).get(1);
    assertThat(next.has("orderId")).isFalse();
    assertThat(next.get("dueDate").asText()).isEqualTo(time.truncatedTo(ChronoUnit.SECONDS).plus(7, ChronoUnit.DAYS).toString());
    assertThat(backstage.pendingTimers(id(next))).containsExactly("STANDING_ORDER");
  }

  @Test
  void an_order_is_placed_once_however_often_its_time_is_told_and_even_if_the_command_is_lost() {
    backstage.holdUp("place-standing-order");
    var task = orders(clock.instant().plusSeconds(1), "waffles");
    backstage.loses("place-standing-order", task);
    backstage.letGo("place-standing-order");
    todo.awaits(task, "the order to be placed", each -> each.has("orderId"));
    backstage.tellsAgain(task, "timer.fired");
    backstage.carriedOut();
    assertThat(shop.get("/orders?customerId=" + todo.tag).get("orders")).hasSize(1);
  }

  @Test
  void an_order_that_is_not_taken_in_is_left_to_people_with_the_reason() {
    var task = orders(clock.instant().plusSeconds(1), "unicorn");
    var left = todo.awaits(task, "the refusal", each -> each.has("note"));
    assertThat(left.get("status").asText()).isEqualTo("OPEN");
    assertThat(left.get("priority").asText()).isEqualTo("URGENT");
    assertThat(left.get("note").asText()).contains("unicorn");
    assertThat(backstage.pendingTimers(task)).isEmpty();
    todo.patches(task, "{\"order\": {\"items\": [{\"sku\": \"waffles\", \"quantity\": 1}]}}");
    todo.awaits(task, "the order to be placed", each -> each.has("orderId"));
  }

  @Test
  void what_is_taken_away_before_its_time_is_not_ordered() {
    var task = orders(clock.instant().plusSeconds(600), "waffles");
    todo.tries("DELETE", "/" + task, "");
    assertThat(backstage.pendingTimers(task)).isEmpty();
  }
}
