package dev.caravan.config.payments;

import static com.github.tomakehurst.wiremock.client.WireMock.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.caravan.config.FreePort;
import dev.caravan.config.payments.PaymentsProperties.Gateway;
import dev.caravan.config.payments.PaymentsProperties.StripeAccount;
import dev.caravan.model.Ids;
import dev.caravan.model.Money;
import dev.caravan.model.payments.PaymentGateway;
import dev.caravan.model.payments.PaymentGateway.Answer.Declined;
import dev.caravan.model.payments.PaymentGateway.Answer.Done;
import dev.caravan.model.payments.PaymentGateway.Answer.Unknown;
import dev.caravan.model.payments.PaymentGateway.Charge;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@ExtendWith(OutputCaptureExtension.class)
class StripeGatewayTest {

  private static final String SECRET = "sk_test_caravan";
  private static final String INTENTS = "/v1/payment_intents";
  private static final String INTENT = INTENTS + "/pi_3Caravan";
  private static final String REFUNDS = "/v1/refunds";
  private static final Money PRICE = new Money(1250, "EUR");
  private static final Money PART = new Money(800, "EUR");
  private static final Money LITTLE = new Money(500, "EUR");
  /** The key that the refunds in the answers carry. */
  private static final String REFUND = "01980000-0000-7000-8000-000000000002";

  @RegisterExtension
  static final WireMockExtension stripe =
      WireMockExtension.newInstance().options(WireMockConfiguration.wireMockConfig().dynamicPort()).build();

  private final Charge charge = charge(Ids.next().toString(), PRICE);
  private final Charge heldCharge = new Charge(charge.key(), PRICE, charge.method(), "pi_3Caravan");

  // Authorize

  @Test
  void a_good_card_is_held_under_the_key_of_the_payment() {
    answers(post(INTENTS), 200, "intent-requires-capture");
    assertThat(gateway().authorize(charge)).isEqualTo(new Done("pi_3Caravan"));
    stripe.verify(postRequestedFor(urlEqualTo(INTENTS))
        .withHeader("Authorization", equalTo("Bearer " + SECRET))
        .withHeader("Idempotency-Key", equalTo(charge.key() + ":authorize"))
        .withFormParam("amount", equalTo("1250")).withFormParam("currency", equalTo("eur"))
        .withFormParam("payment_method", equalTo("pm_card_visa")).withFormParam("confirm", equalTo("true"))
        .withFormParam("payment_method_types[0]", equalTo("card")).withFormParam("capture_method", equalTo("manual"))
        .withFormParam("metadata[caravan_payment]", equalTo(charge.key())));
    stripe.verify(1, anyRequestedFor(anyUrl()));
  }

  @ParameterizedTest(name = "{0} {1} is declined as {2}")
  @CsvSource({
      "402, error-card-declined, insufficient-funds", "402, error-card-expired, expired-card",
      "402, error-card-stolen, generic-decline", "200, intent-requires-payment-method, insufficient-funds",
      "200, intent-canceled, cancelled", "400, error-no-such-method, unknown-method",
      "400, error-amount-too-small, amount-not-supported"})
  void what_the_customer_has_to_know_is_a_decline(int status, String body, String code) {
    answers(post(INTENTS), status, body);
    assertThat(gateway().authorize(charge)).isEqualTo(new Declined(code));
  }

  @ParameterizedTest(name = "{0} {1} says nothing about the customer")
  @CsvSource({
      "429, error-rate-limit", "500, error-server", "503, error-server", "409, error-in-progress", "401, error-invalid-key",
      "403, error-no-permission", "400, error-unknown-parameter", "400, error-other-parameters", "200, intent-processing"})
  void what_is_not_about_the_customer_is_unknown_and_names_neither_key_nor_card(int status, String body, CapturedOutput log) {
    answers(post(INTENTS), status, body);
    nothingIsFound();
    var answer = gateway().authorize(charge);
    assertThat(answer).isInstanceOf(Unknown.class);
    assertThat(answer.toString() + log).doesNotContain(SECRET).doesNotContain(charge.method());
  }

  @Test
  void what_is_our_own_mistake_is_in_the_log(CapturedOutput log) {
    answers(post(INTENTS), 401, "error-invalid-key");
    assertThat(gateway().authorize(charge)).isEqualTo(new Unknown("Stripe answered 401, request req_Caravan"));
    assertThat(log).contains("ERROR").contains("Stripe does not take what it is sent: Stripe answered 401, request req_Caravan");
  }

  @Test
  void a_bank_that_wants_to_ask_the_customer_is_a_decline_and_nothing_stays_open() {
    answers(post(INTENTS), 200, "intent-requires-action");
    answers(post(INTENT + "/cancel"), 200, "intent-canceled");
    assertThat(gateway().authorize(charge)).isEqualTo(new Declined("authentication-required"));
    stripe.verify(1, postRequestedFor(urlEqualTo(INTENT + "/cancel")));
  }

  @Test
  void a_bank_that_wants_to_ask_the_customer_is_asked_about_again_while_that_cannot_be_cancelled() {
    answers(post(INTENTS), 200, "intent-requires-action");
    answers(post(INTENT + "/cancel"), 500, "error-server");
    assertThat(gateway().authorize(charge)).isInstanceOf(Unknown.class);
  }

  @Test
  void a_call_that_is_repeated_carries_the_same_key() {
    stripe.stubFor(post(INTENTS).inScenario("lost").willReturn(body(503, "error-server")).willSetStateTo("again"));
    stripe.stubFor(post(INTENTS).inScenario("lost").whenScenarioStateIs("again").willReturn(body(200, "intent-requires-capture")));
    nothingIsFound();
    assertThat(gateway().authorize(charge)).isInstanceOf(Unknown.class);
    assertThat(gateway().authorize(charge)).isEqualTo(new Done("pi_3Caravan"));
    assertThat(keysSentTo(INTENTS)).containsExactly(charge.key() + ":authorize", charge.key() + ":authorize");
  }

  @Test
  void nothing_is_repeated_by_the_library_itself() {
    answers(post(INTENTS), 503, "error-server");
    nothingIsFound();
    gateway().authorize(charge);
    stripe.verify(1, postRequestedFor(urlEqualTo(INTENTS)));
  }

  @Test
  void a_silent_Stripe_is_unknown_when_patience_ends() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var impatient = new GatewayConfiguration().paymentGateway(
          settings("http://127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(400)), Clock.systemUTC());
      assertThat(impatient.authorize(charge)).isEqualTo(new Unknown("Stripe did not answer (SocketTimeoutException)"));
    }
  }

  @Test
  void a_Stripe_that_cannot_be_reached_is_unknown() {
    var nowhere = gateway("http://127.0.0.1:" + FreePort.any(), Clock.systemUTC());
    assertThat(nowhere.authorize(charge)).isEqualTo(new Unknown("Stripe did not answer (ConnectException)"));
  }

  @Test
  void a_payment_whose_intent_is_known_is_asked_for_and_not_made_again() {
    answers(get(INTENT), 200, "intent-requires-capture");
    assertThat(gateway().authorize(heldCharge)).isEqualTo(new Done("pi_3Caravan"));
    stripe.verify(0, postRequestedFor(anyUrl()));
  }

  @Test
  void what_Stripe_repeats_is_what_was_true_then_so_it_is_asked_how_the_payment_stands_now() {
    stripe.stubFor(post(INTENTS).willReturn(body(200, "intent-requires-capture").withHeader("Idempotent-Replayed", "true")));
    answers(get(INTENT), 200, "intent-canceled");
    assertThat(gateway().authorize(charge)).isEqualTo(new Declined("cancelled"));
  }

  @Test
  void a_failure_that_Stripe_repeats_does_not_hide_an_intent_that_it_made() {
    answers(post(INTENTS), 500, "error-server");
    theIntentIsFound();
    answers(get(INTENT), 200, "intent-requires-capture");
    assertThat(gateway().authorize(charge)).isEqualTo(new Done("pi_3Caravan"));
    stripe.verify(getRequestedFor(urlPathEqualTo(INTENTS + "/search"))
        .withQueryParam("query", equalTo("metadata['caravan_payment']:'" + charge.key() + "'")));
  }

  // A day later

  @Test
  void a_payment_that_is_a_day_old_is_found_and_never_made_again() {
    theIntentIsFound();
    answers(get(INTENT), 200, "intent-requires-capture");
    assertThat(gatewayAfter(Duration.ofHours(30)).authorize(charge)).isEqualTo(new Done("pi_3Caravan"));
    stripe.verify(0, postRequestedFor(anyUrl()));
  }

  @Test
  void a_payment_that_is_a_day_old_and_was_never_made_is_over() {
    nothingIsFound();
    var later = gatewayAfter(Duration.ofHours(30));
    assertThat(later.authorize(charge)).isEqualTo(new Declined("expired"));
    assertThat(later.cancel(charge)).isEqualTo(new Done(charge.key()));
    stripe.verify(0, postRequestedFor(anyUrl()));
  }

  @Test
  void while_Stripes_search_may_be_late_nothing_is_made_and_nothing_is_said() {
    nothingIsFound();
    var later = gatewayAfter(Duration.ofMinutes(23 * 60 + 30));
    assertThat(later.authorize(charge)).isInstanceOf(Unknown.class);
    assertThat(later.cancel(charge)).isInstanceOf(Unknown.class);
    stripe.verify(0, postRequestedFor(anyUrl()));
  }

  // Capture

  @Test
  void money_is_taken_once_under_a_key_of_its_own() {
    answers(post(INTENT + "/capture"), 200, "intent-succeeded");
    assertThat(gateway().capture(heldCharge, PRICE)).isEqualTo(new Done("pi_3Caravan"));
    assertThat(gateway().capture(heldCharge, PRICE)).isEqualTo(new Done("pi_3Caravan"));
    stripe.verify(2, postRequestedFor(urlEqualTo(INTENT + "/capture")).withFormParam("amount_to_capture", equalTo("1250")));
    assertThat(keysSentTo(INTENT + "/capture")).containsOnly(charge.key() + ":capture");
    stripe.verify(2, anyRequestedFor(anyUrl()));
  }

  @Test
  void a_part_of_what_is_held_can_be_taken() {
    answers(post(INTENT + "/capture"), 200, "intent-succeeded-in-part");
    assertThat(gateway().capture(heldCharge, PART)).isEqualTo(new Done("pi_3Caravan"));
    stripe.verify(postRequestedFor(urlEqualTo(INTENT + "/capture")).withFormParam("amount_to_capture", equalTo("800")));
  }

  @ParameterizedTest(name = "{0} {1} to a capture of an intent that is {2}")
  @CsvSource({
      "400, error-unexpected-state, intent-succeeded,", "500, error-server, intent-succeeded,",
      "400, error-unexpected-state, intent-succeeded-in-part, captured-otherwise",
      "400, error-unexpected-state, intent-canceled, cancelled",
      "400, error-unexpected-state, intent-requires-payment-method, not-authorized"})
  void a_capture_that_is_refused_is_decided_by_what_was_taken(int status, String body, String now, String code) {
    answers(post(INTENT + "/capture"), status, body);
    answers(get(INTENT), 200, now);
    assertThat(gateway().capture(heldCharge, PRICE)).isEqualTo(code == null ? new Done("pi_3Caravan") : new Declined(code));
  }

  @ParameterizedTest(name = "{0} {1} to a capture, and the money is held still")
  @CsvSource({"500, error-server", "429, error-rate-limit", "400, error-unexpected-state", "401, error-invalid-key"})
  void a_capture_that_took_nothing_yet_is_asked_again(int status, String body) {
    answers(post(INTENT + "/capture"), status, body);
    answers(get(INTENT), 200, "intent-requires-capture");
    assertThat(gateway().capture(heldCharge, PRICE)).isInstanceOf(Unknown.class);
  }

  @Test
  void a_payment_whose_intent_is_not_known_is_learned_before_it_is_captured() {
    answers(post(INTENTS), 200, "intent-requires-capture");
    answers(post(INTENT + "/capture"), 200, "intent-succeeded");
    assertThat(gateway().capture(charge, PRICE)).isEqualTo(new Done("pi_3Caravan"));
    assertThat(keysSentTo(INTENTS)).containsExactly(charge.key() + ":authorize");
  }

  // Cancel

  @Test
  void what_is_held_is_given_up() {
    answers(post(INTENT + "/cancel"), 200, "intent-canceled");
    assertThat(gateway().cancel(heldCharge)).isEqualTo(new Done("pi_3Caravan"));
    stripe.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void a_payment_whose_answer_was_lost_is_learned_under_its_key_and_given_up() {
    answers(post(INTENTS), 200, "intent-requires-capture");
    answers(post(INTENT + "/cancel"), 200, "intent-canceled");
    assertThat(gateway().cancel(charge)).isEqualTo(new Done("pi_3Caravan"));
    assertThat(keysSentTo(INTENTS)).containsExactly(charge.key() + ":authorize");
  }

  @ParameterizedTest(name = "{1} means that nothing is held")
  @CsvSource({"402, error-card-declined", "400, error-no-such-method", "400, error-amount-too-small"})
  void a_payment_that_was_declined_has_nothing_to_give_up(int status, String body) {
    answers(post(INTENTS), status, body);
    assertThat(gateway().cancel(charge)).isEqualTo(new Done(charge.key()));
  }

  @ParameterizedTest(name = "{1} leaves open what is held")
  @CsvSource({"500, error-server", "409, error-in-progress", "401, error-invalid-key", "400, error-unknown-parameter"})
  void a_payment_that_cannot_be_learned_is_not_called_given_up(int status, String body) {
    answers(post(INTENTS), status, body);
    nothingIsFound();
    assertThat(gateway().cancel(charge)).isInstanceOf(Unknown.class);
  }

  @Test
  void giving_up_twice_is_giving_up_once() {
    answers(post(INTENT + "/cancel"), 400, "error-unexpected-state");
    answers(get(INTENT), 200, "intent-canceled");
    assertThat(gateway().cancel(heldCharge)).isEqualTo(new Done("pi_3Caravan"));
  }

  @Test
  void money_that_was_taken_cannot_be_given_up() {
    answers(post(INTENT + "/cancel"), 400, "error-unexpected-state");
    answers(get(INTENT), 200, "intent-succeeded");
    assertThat(gateway().cancel(heldCharge)).isEqualTo(new Declined("captured"));
  }

  // Refund

  @ParameterizedTest(name = "a refund that is {0} is {1}")
  @CsvSource({"refund-succeeded,", "refund-pending,", "refund-failed, lost-or-stolen-card"})
  void money_is_given_back_under_the_key_of_the_refund(String body, String code) {
    answers(get(urlPathEqualTo(REFUNDS)), 200, "refunds-none");
    answers(post(REFUNDS), 200, body);
    assertThat(gateway().refund(REFUND, heldCharge, LITTLE)).isEqualTo(code == null ? new Done("re_3Caravan") : new Declined(code));
    stripe.verify(postRequestedFor(urlEqualTo(REFUNDS)).withHeader("Idempotency-Key", equalTo(REFUND))
        .withFormParam("payment_intent", equalTo("pi_3Caravan")).withFormParam("amount", equalTo("500"))
        .withFormParam("metadata[caravan_refund]", equalTo(REFUND)));
  }

  @Test
  void a_refund_asked_for_twice_under_one_key_is_one_refund() {
    answers(post(REFUNDS), 200, "refund-succeeded");
    stripe.stubFor(get(urlPathEqualTo(REFUNDS)).inScenario("refunded").willReturn(body(200, "refunds-none")).willSetStateTo("once"));
    stripe.stubFor(get(urlPathEqualTo(REFUNDS)).inScenario("refunded").whenScenarioStateIs("once").willReturn(body(200, "refunds-ours")));
    assertThat(gateway().refund(REFUND, heldCharge, LITTLE)).isEqualTo(new Done("re_3Caravan"));
    assertThat(gateway().refund(REFUND, heldCharge, LITTLE)).isEqualTo(new Done("re_3Caravan"));
    stripe.verify(1, postRequestedFor(urlEqualTo(REFUNDS)));
  }

  @Test
  void a_refund_whose_answer_was_lost_is_asked_for_under_the_same_key() {
    answers(get(urlPathEqualTo(REFUNDS)), 200, "refunds-none");
    stripe.stubFor(post(REFUNDS).inScenario("lost").willReturn(body(503, "error-server")).willSetStateTo("again"));
    stripe.stubFor(post(REFUNDS).inScenario("lost").whenScenarioStateIs("again").willReturn(body(200, "refund-succeeded")));
    assertThat(gateway().refund(REFUND, heldCharge, LITTLE)).isInstanceOf(Unknown.class);
    assertThat(gateway().refund(REFUND, heldCharge, LITTLE)).isEqualTo(new Done("re_3Caravan"));
    assertThat(keysSentTo(REFUNDS)).containsExactly(REFUND, REFUND);
  }

  @Test
  void what_is_refunded_already_is_done_if_it_was_this_refund() {
    answers(post(REFUNDS), 400, "error-already-refunded");
    stripe.stubFor(get(urlPathEqualTo(REFUNDS)).inScenario("twin").whenScenarioStateIs(Scenario.STARTED)
        .willReturn(body(200, "refunds-none")).willSetStateTo("refunded"));
    stripe.stubFor(get(urlPathEqualTo(REFUNDS)).inScenario("twin").whenScenarioStateIs("refunded").willReturn(body(200, "refunds-ours")));
    assertThat(gateway().refund(REFUND, heldCharge, LITTLE)).isEqualTo(new Done("re_3Caravan"));
  }

  @ParameterizedTest(name = "{0} is declined as {1}")
  @CsvSource({
      "error-already-refunded, charge-already-refunded", "error-disputed, charge-disputed", "error-too-much, amount-not-supported",
      "error-unexpected-state, not-captured"})
  void a_refund_that_cannot_be_is_declined(String body, String code) {
    answers(get(urlPathEqualTo(REFUNDS)), 200, "refunds-of-others");
    answers(post(REFUNDS), 400, body);
    assertThat(gateway().refund(REFUND, heldCharge, LITTLE)).isEqualTo(new Declined(code));
  }

  // Amounts

  @Test
  void yen_have_no_decimals_on_the_wire_and_dinars_three() {
    answers(post(INTENTS), 200, "intent-requires-capture");
    gateway().authorize(charge(charge.key(), new Money(500, "JPY")));
    gateway().authorize(charge(charge.key(), new Money(5120, "KWD")));
    stripe.verify(postRequestedFor(urlEqualTo(INTENTS)).withFormParam("amount", equalTo("500")).withFormParam("currency", equalTo("jpy")));
    stripe.verify(postRequestedFor(urlEqualTo(INTENTS)).withFormParam("amount", equalTo("5120")).withFormParam("currency", equalTo("kwd")));
  }

  @Test
  void an_amount_that_Stripe_cannot_move_never_reaches_it() {
    var odd = new Money(5124, "KWD");
    var oddCharge = charge(charge.key(), odd);
    var notSupported = new Declined("amount-not-supported");
    assertThat(gateway().authorize(oddCharge)).isEqualTo(notSupported);
    assertThat(gateway().capture(heldCharge, odd)).isEqualTo(notSupported);
    assertThat(gateway().refund(REFUND, heldCharge, odd)).isEqualTo(notSupported);
    assertThat(gateway().cancel(oddCharge)).isEqualTo(new Done(charge.key()));
    stripe.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void neither_the_gateway_nor_its_settings_show_their_secrets() {
    assertThat(gateway().toString() + settings("")).doesNotContain(SECRET).doesNotContain("whsec");
  }

  private static Charge charge(String key, Money amount) {
    return new Charge(key, amount, "pm_card_visa", null);
  }

  private static PaymentGateway gateway() {
    return gateway(stripe.baseUrl(), Clock.systemUTC());
  }

  private static PaymentGateway gatewayAfter(Duration time) {
    return gateway(stripe.baseUrl(), Clock.offset(Clock.systemUTC(), time));
  }

  private static PaymentGateway gateway(String base, Clock clock) {
    return new GatewayConfiguration().paymentGateway(settings(base), clock);
  }

  private static PaymentsProperties settings(String base) {
    return settings(base, Duration.ofSeconds(20));
  }

  private static PaymentsProperties settings(String base, Duration patience) {
    return new PaymentsProperties(Gateway.STRIPE,
        new StripeAccount(SECRET, "whsec_caravan", base, Duration.ofSeconds(2), patience));
  }

  private static void answers(MappingBuilder request, int status, String body) {
    stripe.stubFor(request.willReturn(body(status, body)));
  }

  private static void nothingIsFound() {
    answers(get(urlPathEqualTo(INTENTS + "/search")), 200, "search-none");
  }

  private static void theIntentIsFound() {
    answers(get(urlPathEqualTo(INTENTS + "/search")), 200, "search-found");
  }

  private static ResponseDefinitionBuilder body(int status, String name) {
    try (var body = StripeGatewayTest.class.getResourceAsStream("/stripe/" + name + ".json")) {
      return aResponse().withStatus(status).withHeader("Content-Type", "application/json")
          .withHeader("Request-Id", "req_Caravan").withBody(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> keysSentTo(String path) {
    return stripe.findAll(postRequestedFor(urlEqualTo(path))).stream()
        .map((LoggedRequest request) -> request.getHeader("Idempotency-Key")).toList();
  }
}
