package dev.caravan.deploy;

import static com.github.tomakehurst.wiremock.client.WireMock.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.stripe.net.Webhook;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Orders that are paid by Stripe, and what Stripe reports of them; no timer asks it again while a test lasts. */
class StripeTest {

  private static final String API_KEY = "sk_test_caravan";
  private static final String SECRET = "whsec_caravan";
  private static final String METHOD = "pm_1CaravanVisa";
  private static final String INTENTS = "/v1/payment_intents";

  @RegisterExtension
  static final WireMockExtension stripe =
      WireMockExtension.newInstance().options(WireMockConfiguration.wireMockConfig().dynamicPort()).build();

  @TempDir static Path folder;
  private static CaravanProcess caravan;
  private static Shop shop;

  @BeforeAll
  static void open() {
    caravan = new CaravanProcess(folder.resolve("data"),
        "--caravan.payments.gateway=stripe", "--caravan.payments.stripe.api-base=" + stripe.baseUrl(),
        "--caravan.payments.stripe.api-key=" + API_KEY, "--caravan.payments.stripe.webhook-secret=" + SECRET,
        "--caravan.payments.back-off=1h", "--caravan.orders.patience=1h", "--caravan.saga.time-limit=1h");
    shop = caravan.start();
  }

  @AfterAll
  static void close() {
    caravan.close();
  }

  @BeforeEach
  void stripeWorks() {
    answers(INTENTS, 200, intent("requires_capture"));
    answers(INTENTS + "/pi_1/capture", 200, intent("succeeded"));
  }

  @Test
  void an_order_is_held_and_then_taken_and_the_log_knows_neither_key_nor_card() throws Exception {
    var id = shop.orders(1, METHOD);
    var order = shop.becomes(id, "COMPLETED");
    var price = order.get("total").get("amount").asText();
    stripe.verify(postRequestedFor(urlEqualTo(INTENTS)).withHeader("Idempotency-Key", equalTo(paymentOf(id) + ":authorize"))
        .withFormParam("amount", equalTo(price)).withFormParam("payment_method", equalTo(METHOD)));
    stripe.verify(1, postRequestedFor(urlEqualTo(INTENTS + "/pi_1/capture")).withFormParam("amount_to_capture", equalTo(price)));
    assertThat(Files.readString(folder.resolve("data.log"))).doesNotContain(API_KEY).doesNotContain(SECRET).doesNotContain(METHOD);
    shop.invariantsHold();
  }

  @Test
  void a_declined_card_turns_the_order_back() {
    answers(INTENTS, 402, """
        {"error": {"type": "card_error", "code": "card_declined", "decline_code": "insufficient_funds"}}""");
    assertThat(shop.becomes(shop.orders(1, METHOD), "REJECTED").get("detail").asText()).contains("insufficient funds");
    shop.invariantsHold();
  }

  @Test
  void what_Stripe_reports_has_it_asked_again_once_for_each_event() {
    var id = waiting();
    answers(INTENTS, 200, intent("requires_capture"));
    var event = event("payment_intent.amount_capturable_updated", paymentOf(id));
    assertThat(reports(event, signed(event, Instant.now()))).isEqualTo(200);
    shop.becomes(id, "COMPLETED");
    assertThat(reports(event, signed(event, Instant.now()))).isEqualTo(200);
    assertThat(told(id)).isEqualTo(1);
  }

  @Test
  void a_report_that_says_what_is_not_true_is_not_believed() {
    var id = waiting();
    var event = event("payment_intent.succeeded", paymentOf(id));
    assertThat(reports(event, signed(event, Instant.now()))).isEqualTo(200);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Collections.frequency(shop.history(id), "payment.delayed") == 2);
    assertThat(shop.get("/orders/" + id).get("status").asText()).isEqualTo("RESERVED");
  }

  @Test
  void a_report_that_is_not_signed_by_Stripe_now_is_refused_and_changes_nothing() {
    var id = waiting();
    var event = event("payment_intent.succeeded", paymentOf(id));
    var good = signed(event, Instant.now());
    for (var signature : new String[] {
        "", "v1", "t=1,v1", "t=x,v1=y", good.substring(0, good.length() - 1), good.replace("v1=", "v0="),
        signed(event + " ", Instant.now()), signed(event, Instant.now().minusSeconds(400))}) {
      var answer = shop.send("POST", "/api/v1/webhooks/stripe", event, "Stripe-Signature", signature);
      assertThat(answer.statusCode()).as(signature).isEqualTo(400);
      assertThat(Shop.read(answer.body()).get("type").asText()).isEqualTo("/problems/invalid-signature");
    }
    assertThat(shop.send("POST", "/api/v1/webhooks/stripe", event).statusCode()).isEqualTo(400);
    assertThat(shop.send("POST", "/api/v1/webhooks/stripe", "").statusCode()).isEqualTo(400);
    assertThat(told(id)).isZero();
  }

  @Test
  void a_report_of_something_else_is_received_and_changes_nothing() {
    var id = waiting();
    for (var event : new String[] {
        event("payment_intent.succeeded", UUID.randomUUID().toString()), event("payment_intent.succeeded", "no key of ours"),
        event("customer.created", paymentOf(id)), "{\"object\": \"v2.core.event\", \"id\": \"evt_2\", \"type\": \"v2.something\"}"}) {
      assertThat(reports(event, signed(event, Instant.now()))).as(event).isEqualTo(200);
    }
    assertThat(told(id)).isZero();
  }

  /** An order that waits for an answer from Stripe, which fails. */
  private static String waiting() {
    answers(INTENTS, 503, "{\"error\": {\"type\": \"api_error\"}}");
    stripe.stubFor(get(urlPathEqualTo(INTENTS + "/search")).willReturn(okJson("""
        {"object": "search_result", "data": [], "has_more": false}""")));
    var id = shop.orders(1, METHOD);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> shop.history(id).contains("payment.delayed"));
    return id;
  }

  /** As it is answered to a request that takes an amount, or to one that takes nothing. */
  private static String intent(String status) {
    return """
        {{formData request.body 'form' urlDecode=true}}{"id": "pi_1", "object": "payment_intent", "currency": "usd",
         "status": "%s", "amount_received": {{#if form.amount_to_capture}}{{form.amount_to_capture}}{{else}}0{{/if}} }"""
        .formatted(status);
  }

  private static void answers(String path, int status, String body) {
    stripe.stubFor(post(path).willReturn(
        aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(body)
            .withTransformers("response-template")));
  }

  private static String event(String type, String payment) {
    return """
        {"id": "evt_%s", "object": "event", "api_version": "2025-10-29.clover", "created": 1763720000, "livemode": false,
         "type": "%s", "data": {"object": {"id": "pi_1", "object": "payment_intent", "metadata": {"caravan_payment": "%s"}}}}"""
        .formatted(UUID.randomUUID(), type, payment);
  }

  private static String signed(String event, Instant when) {
    try {
      return Webhook.Signature.generateSignatureHeader(event, SECRET, when.getEpochSecond());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int reports(String event, String signature) {
    return shop.send("POST", "/api/v1/webhooks/stripe", event,
        "Stripe-Signature", signature, "Content-Type", "application/json; charset=utf-8").statusCode();
  }

  private static long told(String orderId) {
    return shop.history(orderId).stream().filter("payment.reported"::equals).count();
  }

  private static String paymentOf(String orderId) {
    return StreamSupport.stream(shop.get("/orders/" + orderId + "/history").get("events").spliterator(), false)
        .filter(event -> event.get("type").asText().equals("payment.pending")).findFirst().orElseThrow()
        .get("data").get("paymentId").asText();
  }
}
