package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Orders that a person has to look at, by a policy that is data. */
@EndToEnd
class ReviewsTest {

  /** What an order of one box comes to. */
  private static final int TOTAL = 1200;
  private static final String REVIEW = "\"review\": true";

  @Autowired Backstage backstage;
  @Autowired MovableClock clock;

  private Shop shop;
  private Parcels parcels;
  private JsonNode policy;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    parcels = new Parcels(shop);
    policy = shop.get("/review-policy");
  }

  @AfterEach
  void the_policy_is_as_it_was_and_everything_adds_up() {
    assertThat(puts(policy).statusCode()).isEqualTo(200);
    backstage.letAllGo();
    backstage.carriedOut();
    shop.invariantsHold();
  }

  private HttpResponse<String> puts(JsonNode changed) {
    return shop.send("PUT", "/api/v1/review-policy", changed.toString());
  }

  /** The policy, in which one field is another. */
  private ObjectNode with(String field, String json) {
    return ((ObjectNode) policy).deepCopy().set(field, Shop.read(json));
  }

  private void changes(String field, String json) {
    var answer = puts(with(field, json));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(shop.get("/review-policy")).isEqualTo(Shop.read(answer.body()));
    policyNow = field + " " + json;
  }

  private String policyNow = "";

  private JsonNode review(String order) {
    return shop.get("/orders/" + order + "/review");
  }

  private JsonNode isInReview(String order, String... reasons) {
    parcels.comesTo(order, "order.review.requested");
    var review = review(order);
    assertThat(review.get("status").asText()).isEqualTo("PENDING");
    assertThat(review.get("reasons")).as(policyNow).extracting(JsonNode::asText).containsExactly(reasons);
    assertThat(shop.get("/orders/" + order).get("status").asText()).isEqualTo("IN_REVIEW");
    return review;
  }

  /** Nobody has to look at it. */
  private void isApprovedByPolicy(String order) {
    parcels.comesTo(order, "order.approved");
    assertThat(parcels.told(order, "order.approved"))
        .extracting(event -> event.at("/data/auto").asBoolean(), event -> event.get("actor").asText())
        .containsExactly(tuple(true, "review"));
    assertThat(shop.send("GET", "/api/v1/orders/" + order + "/review", "").statusCode()).isEqualTo(404);
    shop.becomes(order, "COMPLETED");
    assertThat(shop.history(order)).doesNotContain("order.review.requested");
  }

  // Why

  @Test
  void an_order_above_the_amount_of_its_currency_is_looked_at() {
    changes("amountsAbove", "{\"USD\": " + (TOTAL - 1) + "}");
    isInReview(parcels.starts(), "amount");
    changes("amountsAbove", "{\"USD\": " + TOTAL + "}");
    isApprovedByPolicy(parcels.starts());
    changes("amountsAbove", "{\"EUR\": 0}");
    isApprovedByPolicy(parcels.starts());
  }

  @Test
  void the_first_order_of_a_customer_is_looked_at() {
    changes("firstOrder", "true");
    var first = parcels.starts();
    isInReview(first, "first-order");
    isInReview(parcels.starts(), "first-order");
    parcels.approves(first, "rita");
    shop.becomes(first, "COMPLETED");
    isApprovedByPolicy(parcels.starts());
  }

  @Test
  void an_order_to_another_country_is_looked_at() {
    isInReview(sentTo(Parcels.ABROAD), "country");
    isApprovedByPolicy(sentTo(Parcels.ABROAD.replace("FR", "US")));
    changes("homeCountries", "[\"US\", \"FR\"]");
    isApprovedByPolicy(sentTo(Parcels.ABROAD));
    changes("homeCountries", "[]");
    isApprovedByPolicy(sentTo(Parcels.ABROAD));
  }

  private String sentTo(String address) {
    return shop.post("/orders", """
        {"customerId": "%s", "items": [{"sku": "pancake-mix", "quantity": 1}], "payment": {"method": "card"},
         "fulfilment": {"type": "SHIPMENT", "address": %s}, "deadlineSeconds": 3600}""".formatted(parcels.customer, address)).get("id").asText();
  }

  @Test
  void an_order_in_words_that_are_less_surely_understood_is_looked_at() {
    isInReview(parcels.starts("\"text\": \"two bluebery pancaks and one wafle\""), "confidence");
    isApprovedByPolicy(parcels.starts("\"text\": \"two bluebery pancaks\""));
    changes("confidenceBelow", "91");
    isInReview(parcels.starts("\"text\": \"two bluebery pancakes\""), "confidence");
    changes("confidenceBelow", "0");
    isApprovedByPolicy(parcels.starts("\"text\": \"two bluebery pancaks and one wafle\""));
  }

  @Test
  void an_order_whose_customer_asks_for_it_is_looked_at_whatever_the_policy_says() {
    changes("fulfilments", "[]");
    isInReview(parcels.starts(REVIEW), "requested");
    var counter = shop.post("/orders", """
        {"customerId": "ada", "items": [{"sku": "waffles", "quantity": 1}], "payment": {"method": "card"}, "review": true}""").get("id").asText();
    isInReview(counter, "requested");
    parcels.approves(counter, "rita");
    shop.servesAndHandsOver(counter);
  }

  @Test
  void a_policy_may_be_about_the_counter_and_not_about_parcels() {
    var all = with("amountsAbove", "{\"USD\": 0}");
    assertThat(puts(all.set("fulfilments", Shop.read("[\"PICKUP\"]"))).statusCode()).isEqualTo(200);
    isInReview(shop.orders(1, "card"), "amount");
    var parcel = parcels.starts();
    shop.becomes(parcel, "COMPLETED");
    assertThat(shop.history(parcel)).doesNotContain("order.approved", "order.review.requested");
  }

  @Test
  void everything_that_speaks_for_a_look_is_told() {
    puts(((ObjectNode) with("amountsAbove", "{\"USD\": 0}")).put("firstOrder", true));
    isInReview(parcels.starts(REVIEW), "requested", "amount", "first-order");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(delimiter = '|', textBlock = """
      fulfilments     | null                | fulfilments
      fulfilments     | ["TELEPORT"]        | fulfilments[0]
      fulfilments     | [null]              | fulfilments[]
      amountsAbove    | null                | amountsAbove
      amountsAbove    | {"USD": -1}         | amountsAbove[USD]
      amountsAbove    | {"USD": null}       | amountsAbove[USD]
      amountsAbove    | {"USD": 1.5}        | amountsAbove.USD
      amountsAbove    | {"usd": 1}          | amountsAbove[usd]
      firstOrder      | null                | firstOrder
      firstOrder      | "yes"               | firstOrder
      homeCountries   | null                | homeCountries
      homeCountries   | ["usa"]             | homeCountries[]
      confidenceBelow | null                | confidenceBelow
      confidenceBelow | -1                  | confidenceBelow
      confidenceBelow | 101                 | confidenceBelow
      confidenceBelow | "80"                | confidenceBelow
      expirySeconds   | 0                   | expirySeconds
      expirySeconds   | 2592001             | expirySeconds
      expirySeconds   | 1e99                | expirySeconds
      onExpiry        | null                | onExpiry
      onExpiry        | "WAIT"              | onExpiry
      color           | "blue"              | color
      """)
  void a_policy_that_cannot_be_meant_is_refused_by_the_name_of_its_field(String field, String json, String named) {
    var answer = puts(with(field, json));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Shop.read(answer.body()).get("errors")).extracting(error -> error.get("field").asText()).contains(named);
    assertThat(shop.get("/review-policy")).isEqualTo(policy);
  }

  @ParameterizedTest
  @CsvSource({"fulfilments", "amountsAbove", "firstOrder", "homeCountries", "confidenceBelow", "expirySeconds", "onExpiry"})
  void a_policy_that_leaves_something_out_is_refused(String field) {
    var less = ((ObjectNode) policy).deepCopy();
    less.remove(field);
    var answer = puts(less);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Shop.read(answer.body()).get("errors")).extracting(error -> error.get("field").asText()).containsExactly(field);
    assertThat(shop.get("/review-policy")).isEqualTo(policy);
  }

  // What comes of it

  @Test
  void what_a_person_approves_goes_on_and_says_who_it_was_and_why() {
    var order = parcels.starts(REVIEW);
    isInReview(order, "requested");
    var status = shop.get("/orders/" + order + "/status");
    assertThat(status.get("nextStep").asText()).isEqualTo("REVIEW");
    assertThat(status.get("waitingFor").asText()).isEqualTo("reviewer");
    assertThat(status.get("health").asText()).isEqualTo("waiting");
    assertThat(shop.get("/orders?health=waiting&customerId=" + parcels.customer).get("orders"))
        .extracting(each -> each.get("id").asText()).containsExactly(order);

    var answer = parcels.signals(order, "approve", "{\"approved_by\": \"rita\", \"reason\": \"known here\"}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    shop.becomes(order, "COMPLETED");
    isDecided(order, "APPROVED", "rita", "known here");
    assertThat(parcels.told(order, "order.approved"))
        .extracting(event -> event.get("actor").asText(), event -> event.at("/data/auto").asBoolean(), event -> event.at("/data/why").asText())
        .containsExactly(tuple("rita", false, "known here"));
    assertThat(shop.get("/orders?health=waiting&customerId=" + parcels.customer).get("orders")).isEmpty();
  }

  @Test
  void what_a_person_rejects_ends_and_says_who_it_was_and_why() {
    var order = parcels.starts(REVIEW);

    var answer = parcels.signals(order, "reject", "{\"rejected_by\": \"rita\", \"reason\": \"nobody lives there\"}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    var rejected = shop.becomes(order, "REJECTED");
    assertThat(rejected.get("reason").asText()).isEqualTo("review-rejected");
    assertThat(rejected.get("detail").asText()).isEqualTo("nobody lives there");
    isDecided(order, "REJECTED", "rita", "nobody lives there");
    assertThat(shop.get("/payments?orderId=" + order).get("payments")).isEmpty();
  }

  private void isDecided(String order, String status, String by, String why) {
    var review = review(order);
    assertThat(review.get("status").asText()).isEqualTo(status);
    assertThat(review.path("decidedBy").asText()).isEqualTo(by);
    assertThat(review.path("why").asText()).isEqualTo(why);
    assertThat(time(review, "decidedAt")).isAfterOrEqualTo(time(review, "requestedAt"));
    assertThat(backstage.pendingTimers(order)).doesNotContain("REVIEW_EXPIRY");
  }

  private static Instant time(JsonNode review, String name) {
    return Instant.parse(review.get(name).asText());
  }

  @ParameterizedTest(name = "{0}: the order becomes {1}")
  @CsvSource({"APPROVE, COMPLETED", "REJECT, REJECTED"})
  void a_review_that_nobody_looks_at_ends_as_the_policy_said_when_it_began(String onExpiry, String status) {
    changes("onExpiry", "\"" + onExpiry + "\"");
    var order = parcels.starts(REVIEW);
    isInReview(order, "requested");
    changes("onExpiry", onExpiry.equals("APPROVE") ? "\"REJECT\"" : "\"APPROVE\"");

    clock.pass(Duration.between(clock.instant(), time(review(order), "expiresAt")));

    var ended = shop.becomes(order, status);
    isDecided(order, "EXPIRED", "review", "");
    if (onExpiry.equals("REJECT")) {
      assertThat(ended.get("reason").asText()).isEqualTo("review-expired");
    } else {
      assertThat(parcels.told(order, "order.approved")).extracting(event -> event.at("/data/auto").asBoolean()).containsExactly(true);
    }
    assertThat(parcels.approves(order, "rita").statusCode()).isEqualTo(409);
    assertThat(parcels.rejects(order, "rita").statusCode()).isEqualTo(409);
  }

  @Test
  void a_review_takes_as_long_as_the_policy_says_and_leaves_a_third_of_the_time_to_the_deadline() {
    var order = Parcels.newId();
    parcels.starts(order, 90, REVIEW);
    var review = isInReview(order, "requested");
    assertThat(Duration.between(time(review, "requestedAt"), time(review, "expiresAt")))
        .isBetween(Duration.ofSeconds(59), Duration.ofSeconds(60));
    changes("expirySeconds", "30");
    parcels.starts(order = Parcels.newId(), 90, REVIEW);
    review = isInReview(order, "requested");
    assertThat(Duration.between(time(review, "requestedAt"), time(review, "expiresAt"))).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void the_review_of_an_order_that_is_called_off_is_withdrawn() {
    var order = parcels.starts(REVIEW);
    isInReview(order, "requested");
    parcels.cancels(order, "rita");
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> review(order).get("status").asText().equals("WITHDRAWN"));
    assertThat(backstage.pendingTimers(order)).isEmpty();
    assertThat(parcels.approves(order, "rita").statusCode()).isEqualTo(409);
    assertThat(review(order).get("status").asText()).isEqualTo("WITHDRAWN");
  }

  // Other addresses

  @Test
  void what_the_policy_approved_goes_abroad_only_by_another_order() {
    backstage.holdUp("capture-payment");
    var order = parcels.starts();
    parcels.comesTo(order, "order.confirmed");
    isReviewNeeded(order);
    backstage.letAllGo();
    assertThat(shop.becomes(order, "COMPLETED").at("/fulfilment/address")).isEqualTo(Shop.read(Parcels.HOME));
  }

  @Test
  void what_nobody_looked_at_in_time_goes_abroad_only_by_another_order() {
    backstage.holdUp("capture-payment");
    changes("onExpiry", "\"APPROVE\"");
    var order = parcels.starts(REVIEW);
    isInReview(order, "requested");
    clock.pass(Duration.between(clock.instant(), time(review(order), "expiresAt")));
    parcels.comesTo(order, "order.confirmed");
    isReviewNeeded(order);
  }

  private void isReviewNeeded(String order) {
    var answer = parcels.readdresses(order, Parcels.ABROAD, "rita");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    assertThat(Shop.read(answer.body()).get("type").asText()).isEqualTo("/problems/review-needed");
    assertThat(Shop.read(answer.body()).at("/errors/0/field").asText()).isEqualTo("newAddress");
    assertThat(parcels.told(order, "order.signal-refused"))
        .extracting(event -> event.get("actor").asText(), event -> event.at("/data/code").asText()).containsExactly(tuple("rita", "review-needed"));
    assertThat(shop.get("/orders/" + order).at("/fulfilment/address")).isEqualTo(Shop.read(Parcels.HOME));
  }

  @Test
  void what_a_person_approves_may_go_abroad_before_and_after() {
    backstage.holdUp("capture-payment");
    var order = parcels.starts(REVIEW);
    assertThat(parcels.readdresses(order, Parcels.ABROAD.replace("FR", "BE"), "rita").statusCode()).isEqualTo(202);
    assertThat(shop.get("/orders/" + order + "/review").get("reasons").toString()).contains("requested", "country");
    parcels.approves(order, "rita");
    parcels.comesTo(order, "order.confirmed");
    assertThat(parcels.readdresses(order, Parcels.ABROAD, "rita").statusCode()).isEqualTo(202);
    backstage.letAllGo();
    shop.becomes(order, "COMPLETED");
    assertThat(parcels.shipments(order)).extracting(shipment -> shipment.at("/address/country").asText()).containsExactly("FR");
  }

  @Test
  void an_order_in_words_that_is_sent_abroad_before_it_is_read_is_looked_at() {
    backstage.holdUp("analyze-order");
    var order = parcels.starts("\"text\": \"one pancake mix\"");
    assertThat(parcels.readdresses(order, Parcels.ABROAD, "rita").statusCode()).isEqualTo(202);
    backstage.letAllGo();
    isInReview(order, "country");
  }

  // Lists

  @Test
  void reviews_are_listed_by_what_became_of_them_latest_first_and_page_by_page() {
    var pending = List.of(parcels.starts(REVIEW), parcels.starts(REVIEW), parcels.starts(REVIEW));
    var rejected = parcels.starts(REVIEW);
    parcels.rejects(rejected, "rita");

    assertThat(ids(shop.get("/reviews?status=REJECTED&limit=1"))).containsExactly(rejected);
    assertThat(ids(shop.get("/reviews?limit=4"))).containsExactly(rejected, pending.get(2), pending.get(1), pending.get(0));
    var found = new ArrayList<String>();
    var page = shop.get("/reviews?status=PENDING&limit=2");
    found.addAll(ids(page));
    assertThat(found).containsExactly(pending.get(2), pending.get(1));
    var next = shop.send("GET", "/api/v1/reviews?status=PENDING&limit=2", "").headers().firstValue("Link").orElseThrow();
    assertThat(next).contains("cursor=" + page.get("next").asText(), "status=PENDING", "limit=2", "rel=\"next\"");
    while (page.hasNonNull("next")) {
      page = shop.get("/reviews?status=PENDING&limit=2&cursor=" + page.get("next").asText());
      found.addAll(ids(page));
    }
    assertThat(found).containsAll(pending).doesNotHaveDuplicates().doesNotContain(rejected);
    pending.forEach(order -> parcels.rejects(order, "rita"));
    assertThat(ids(shop.get("/reviews?status=PENDING&limit=100"))).doesNotContainAnyElementsOf(pending);
  }

  private static List<String> ids(JsonNode page) {
    return StreamSupport.stream(page.get("reviews").spliterator(), false).map(review -> review.get("orderId").asText()).toList();
  }
}
