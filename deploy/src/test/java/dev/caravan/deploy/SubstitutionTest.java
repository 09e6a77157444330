package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.model.Money;
import dev.caravan.model.menu.Dish;
import dev.caravan.model.menu.Menu;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the kitchen runs short of, something else may stand in for, as the menu says and the customer agrees. */
@EndToEnd
class SubstitutionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> ACCEPTED = List.of(
      "order.received", "order.placed", "order.short", "order.substitution.proposed", "order.substitution.accepted", "order.placed", "order.reserved",
      "payment.pending", "payment.authorized", "escrow.placed", "order.confirmed", "stock.consumed", "order.prepared");

  @Autowired Backstage backstage;
  @Autowired MovableClock clock;
  @Autowired Menu menu;
  @Autowired JdbcTemplate database;

  private final Map<String, Long> counted = new LinkedHashMap<>();
  private Shop shop;
  private Campus campus;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    campus = new Campus(shop);
    runsOutOf("pumpkin-puree");
  }

  @AfterEach
  void the_shelf_is_full_again_and_everything_adds_up() {
    backstage.letAllGo();
    backstage.carriedOut();
    counted.forEach(this::counts);
    shop.invariantsHold();
  }

  private void runsOutOf(String ingredient) {
    counted.putIfAbsent(ingredient, shop.onHand(ingredient));
    counts(ingredient, 0);
  }

  private void counts(String ingredient, long there) {
    assertThat(shop.send("PUT", "/api/v1/inventory/" + ingredient, "{\"counted\": %d}".formatted(there)).statusCode()).isEqualTo(200);
  }

  /** Two pumpkin pancakes, 8.50 USD each. @param more further fields */
  private String orders(String more) {
    return ordersItems("{\"sku\": \"pumpkin-pancakes\", \"quantity\": 2}", more);
  }

  private String ordersItems(String items, String more) {
    return shop.post("/orders", """
        {"customerId": "%s", "items": [%s], "payment": {"method": "card"}%s}""".formatted(campus.customer, items, more)).get("id").asText();
  }

  private JsonNode isAsked(String order) {
    campus.awaits(order, "APPROVE");
    var question = shop.get("/orders/" + order).get("question");
    assertThat(question.get("kind").asText()).isEqualTo("SUBSTITUTES");
    assertThat(question.get("approved").asBoolean()).isFalse();
    return question.get("proposal");
  }

  private String asked() {
    var order = orders("");
    isAsked(order);
    return order;
  }

  private HttpResponse<String> says(boolean yes, String order) {
    return campus.answers(order, yes);
  }

  private void accepts(String order) {
    var answer = says(true, order);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private JsonNode isRefused(String order) {
    var rejected = shop.becomes(order, "REJECTED");
    assertThat(rejected.get("reason").asText()).isEqualTo("out-of-stock");
    assertThat(rejected.has("question")).isFalse();
    holdsNothing(order);
    assertThat(backstage.pendingTimers(order)).isEmpty();
    return rejected;
  }

  private void holdsNothing(String order) {
    assertThat(database.queryForObject("select holds from orders.customer_order where id = ?", String.class, order)).isEmpty();
    assertThat(database.queryForList("select ingredient from inventory.reservation where order_id = ? and status = 'HELD'", order)).isEmpty();
    assertThat(backstage.atGateway(order)).isZero();
  }

  private List<String> facts(String order) {
    return shop.history(order).stream().filter(type -> !type.equals("notification.sent") && !type.equals("timer.fired")).toList();
  }

  // What comes of it

  @Test
  void a_customer_who_agrees_gets_the_substitute_and_pays_what_was_shown() {
    var order = orders("");

    var proposal = isAsked(order);

    assertThat(proposal.get("by").asText()).isEqualTo("RULES");
    assertThat(proposal.get("swaps")).isEqualTo(Shop.read("[{\"line\": 0, \"sku\": \"pumpkin-pancakes\", \"substitute\": \"banana-pancakes\"}]"));
    assertThat(proposal.at("/items/0/sku").asText()).isEqualTo("banana-pancakes");
    assertThat(proposal.get("missing")).isEqualTo(Shop.read("[{\"ingredient\": \"pumpkin-puree\", \"needed\": 100, \"available\": 0}]"));
    assertThat(proposal.at("/total/amount").asLong()).isEqualTo(1600);
    var status = shop.get("/orders/" + order + "/status");
    assertThat(status.get("waitingFor").asText()).isEqualTo("customer");
    assertThat(status.get("health").asText()).isEqualTo("waiting");
    holdsNothing(order);
    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(shop.get("/notifications?orderId=" + order).get("notifications"))
        .filteredOn(each -> each.get("type").asText().equals("SUBSTITUTES_PROPOSED")).extracting(each -> each.get("text").asText())
        .containsExactly("We have run short. May it be Banana pancakes instead of Pumpkin pancakes, 16.00 USD in all?"));

    accepts(order);

    var cooked = shop.becomes(order, "PREPARING");
    assertThat(cooked.at("/items/0/sku").asText()).isEqualTo("banana-pancakes");
    assertThat(cooked.at("/total/amount").asLong()).isEqualTo(1600);
    assertThat(cooked.has("question")).isFalse();
    assertThat(facts(order)).containsExactlyElementsOf(ACCEPTED);
    assertThat(backstage.atGateway(order)).isEqualTo(1600);
    assertThat(backstage.pendingTimers(order)).isEmpty();
    assertThat(says(true, order).statusCode()).isEqualTo(409);
    assertThat(says(false, order).statusCode()).isEqualTo(409);
    shop.servesAndHandsOver(order);
  }

  @Test
  void a_customer_who_does_not_agree_gets_nothing_and_pays_nothing() {
    var order = asked();
    assertThat(says(false, order).statusCode()).isEqualTo(200);
    assertThat(isRefused(order).at("/missing/0/ingredient").asText()).isEqualTo("pumpkin-puree");
    assertThat(says(true, order).statusCode()).isEqualTo(409);
  }

  @Test
  void no_answer_in_time_is_a_no() {
    var order = orders("");
    var expiry = Instant.parse(isAsked(order).get("expiresAt").asText());
    assertThat(Duration.between(clock.instant(), expiry)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    assertThat(backstage.pendingTimers(order)).containsExactly("SUBSTITUTION_EXPIRY");
    clock.pass(Duration.between(clock.instant(), expiry));
    isRefused(order);
    assertThat(says(true, order).statusCode()).isEqualTo(409);
  }

  @Test
  void an_order_that_waits_can_be_called_off() {
    var order = asked();
    shop.post("/orders/" + order + "/signals/cancel", "{}");
    var cancelled = shop.becomes(order, "CANCELLED");
    assertThat(cancelled.get("reason").asText()).isEqualTo("cancelled-by-customer");
    assertThat(backstage.pendingTimers(order)).isEmpty();
    assertThat(says(true, order).statusCode()).isEqualTo(409);
  }

  @Test
  void what_is_short_again_is_not_asked_about_again() {
    var order = asked();
    runsOutOf("banana");
    accepts(order);
    assertThat(isRefused(order).at("/missing/0/ingredient").asText()).isEqualTo("banana");
    assertThat(facts(order)).containsOnlyOnce("order.short", "order.substitution.proposed");
  }

  @Test
  void what_comes_back_while_the_customer_thinks_does_not_change_what_was_agreed_to() {
    var order = asked();
    counts("pumpkin-puree", 10_000);
    accepts(order);
    assertThat(shop.becomes(order, "PREPARING").at("/items/0/sku").asText()).isEqualTo("banana-pancakes");
  }

  // Whether it is asked

  @Test
  void a_customer_who_wants_all_or_nothing_is_not_asked() {
    var order = orders(", \"substitutions\": \"NEVER\"");
    isRefused(order);
    assertThat(facts(order)).doesNotContain("order.short");
  }

  @Test
  void nobody_is_asked_about_what_the_menu_has_no_substitute_for() {
    runsOutOf("oat-milk");
    var order = ordersItems("{\"sku\": \"vegan-pancakes\", \"quantity\": 1}", "");
    assertThat(isRefused(order).at("/missing/0/ingredient").asText()).isEqualTo("oat-milk");
    assertThat(facts(order)).doesNotContain("order.short");
  }

  @Test
  void nobody_is_asked_where_no_substitute_is_there_either() {
    runsOutOf("flour");
    var order = orders("");
    assertThat(isRefused(order).get("missing")).extracting(each -> each.get("ingredient").asText()).containsExactly("flour", "pumpkin-puree");
    assertThat(facts(order)).contains("order.short").doesNotContain("order.substitution.proposed");
  }

  @Test
  void a_wish_that_cannot_be_meant_is_refused_by_the_name_of_its_field() {
    var answer = shop.send("POST", "/api/v1/orders", """
        {"customerId": "ada", "items": [{"sku": "waffles", "quantity": 1}], "payment": {"method": "card"}, "substitutions": "MAYBE"}""");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Shop.read(answer.body()).at("/errors/0/field").asText()).isEqualTo("substitutions");
  }

  // What is proposed

  @Test
  void the_first_substitute_that_is_there_for_all_of_it_is_proposed_and_a_topping_left_out_that_has_none() {
    runsOutOf("bacon");
    counts("banana", 99);
    counted.put("banana", 20_000L);
    var order = ordersItems("{\"sku\": \"coffee\", \"quantity\": 1}, {\"sku\": \"pumpkin-pancakes\", \"quantity\": 2, \"with\": [\"bacon\", \"nuts\"]}", "");
    var proposal = isAsked(order);
    assertThat(proposal.get("items")).isEqualTo(Shop.read("""
        [{"sku": "coffee", "name": "Coffee", "size": "REGULAR", "quantity": 1, "with": [], "without": [], "unitPrice": {"amount": 300, "currency": "USD"}},
         {"sku": "plain-pancakes", "name": "Plain pancakes", "size": "REGULAR", "quantity": 2, "with": ["nuts"], "without": [],
          "unitPrice": {"amount": 770, "currency": "USD"}}]"""));
    accepts(order);
    shop.becomes(order, "PREPARING");
  }

  @Test
  void what_has_become_dearer_is_not_proposed_and_what_becomes_dearer_later_costs_what_was_shown() {
    var plain = menu.dish("plain-pancakes").orElseThrow();
    var banana = menu.dish("banana-pancakes").orElseThrow();
    try {
      menu.put(costing(banana, 851));
      var order = orders("");
      var proposal = isAsked(order);
      assertThat(proposal.at("/items/0/sku").asText()).isEqualTo("plain-pancakes");
      assertThat(proposal.at("/total/amount").asLong()).isEqualTo(1300);
      menu.put(costing(plain, 9_900));
      accepts(order);
      assertThat(shop.becomes(order, "PREPARING").at("/total/amount").asLong()).isEqualTo(1300);
      assertThat(backstage.atGateway(order)).isEqualTo(1300);
    } finally {
      menu.put(plain);
      menu.put(banana);
    }
  }

  private static Dish costing(Dish dish, long cents) {
    return new Dish(dish.sku(), dish.name(), dish.kind(), new Money(cents, "USD"), dish.aliases(), dish.recipe(), dish.included(),
        dish.substitutes(), dish.sized(), dish.available());
  }

  @Test
  void what_a_courier_brings_costs_its_fees_on_the_substitute() {
    var order = orders(", \"tip\": 100, \"fulfilment\": {\"type\": \"COURIER\", \"address\": {\"building\": \"Library\"}}");
    assertThat(isAsked(order).at("/total/amount").asLong()).isEqualTo(1600 + 250 + 80 + 100);
    accepts(order);
    assertThat(shop.becomes(order, "AVAILABLE").at("/total/amount").asLong()).isEqualTo(2030);
    assertThat(backstage.atGateway(order)).isEqualTo(2030);
    shop.post("/orders/" + order + "/signals/cancel", "{}");
    shop.becomes(order, "CANCELLED");
  }

  @Test
  void a_customer_may_think_as_long_as_there_is_time_left_for_the_rest() {
    var order = orders("""
        , "deadlineSeconds": 90, "fulfilment": {"type": "SHIPMENT",
         "address": {"street": "123 Main St", "city": "Anytown", "state": "CA", "zip": "12345"}}""");
    var expiry = Instant.parse(isAsked(order).get("expiresAt").asText());
    var deadline = Instant.parse(shop.get("/orders/" + order).get("deadline").asText());
    assertThat(Duration.between(expiry, deadline)).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
    accepts(order);
    shop.becomes(order, "COMPLETED");
  }

  // Whatever is lost, late or repeated

  @ParameterizedTest(name = "{0} is lost")
  @CsvSource({"find-substitutes, order.short", "place-order, order.substitution.accepted", "expire-substitutes, timer.fired"})
  void a_command_that_is_lost_is_sent_again(String route, String fact) {
    backstage.holdUp(route);
    var order = fact.equals("order.substitution.accepted") ? acceptedBehind(route) : orders("");
    if (fact.equals("timer.fired")) {
      isAsked(order);
      backstage.comes(order, "SUBSTITUTION_EXPIRY");
    }
    comesTo(order, fact);
    backstage.loses(route, order);
    backstage.letAllGo();
    switch (fact) {
      case "order.short" -> isAsked(order);
      case "timer.fired" -> isRefused(order);
      default -> shop.becomes(order, "PREPARING");
    }
  }

  private String acceptedBehind(String route) {
    backstage.letAllGo();
    var order = asked();
    backstage.holdUp(route);
    accepts(order);
    return order;
  }

  private void comesTo(String order, String fact) {
    Awaitility.await(fact).atMost(PATIENCE).until(() -> shop.history(order).contains(fact));
  }

  @Test
  void what_comes_twice_late_or_from_its_former_saga_changes_nothing_for_an_order_that_waits() {
    var order = asked();
    var saga = backstage.sagas(order, "order.placed").get(0);
    var waiting = shop.get("/orders/" + order);

    for (var fact : List.of("order.placed", "order.short", "order.substitution.proposed")) {
      backstage.tellsAgain(order, fact);
    }
    for (var command : List.of("orders.place", "inventory.reserve", "inventory.substitute", "inventory.unanswered", "payments.hold", "orders.confirm",
        "inventory.release", "delivery.unanswered", "orders.expire")) {
      backstage.commands(command, order);
    }
    backstage.carriedOut();
    for (var undo : List.of("unplace-order", "release-stock")) {
      backstage.undoes(undo, order, saga);
    }

    assertThat(shop.get("/orders/" + order)).isEqualTo(waiting);
    assertThat(facts(order)).containsExactlyElementsOf(ACCEPTED.subList(0, 4));
    accepts(order);
    shop.becomes(order, "PREPARING");
    for (var undo : List.of("unplace-order", "release-stock")) {
      backstage.undoes(undo, order, saga);
    }
    for (var fact : List.of("order.short", "order.substitution.proposed", "order.substitution.accepted")) {
      backstage.tellsAgain(order, fact);
    }
    backstage.carriedOut();
    assertThat(facts(order)).containsExactlyElementsOf(ACCEPTED);
    shop.servesAndHandsOver(order);
  }

  @Test
  void answers_and_their_timers_at_once_are_one_or_the_other() {
    var orders = IntStream.range(0, 10).mapToObj(i -> orders("")).toList();
    orders.forEach(this::isAsked);
    var answers = new LinkedHashMap<String, Boolean>();
    orders.forEach(order -> {
      database.update("update timers.timer set due_at = now() where subject = ? and status = 'PENDING'", order);
      answers.put(order, says(true, order).statusCode() == 200);
    });
    backstage.carriedOut();
    answers.forEach((order, yes) -> {
      if (yes) {
        shop.becomes(order, "PREPARING");
      } else {
        isRefused(order);
      }
      assertThat(facts(order)).filteredOn(fact -> fact.equals("order.substitution.accepted")).hasSize(yes ? 1 : 0);
    });
  }
}
