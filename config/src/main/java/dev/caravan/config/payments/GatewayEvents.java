package dev.caravan.config.payments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.caravan.model.Refusal;
import dev.caravan.model.payments.PaymentReports;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * Takes in what Stripe reports of its own accord. A report is not believed, even if signed: it may be late or out of
 * order. It only has the gateway asked again.
 */
public class GatewayEvents {

  private static final Map<String, Object> RECEIVED = Map.of("received", true);

  private final @Nullable String secret;
  private final PaymentReports reports;
  private final ObjectMapper json;

  /** @param secret what events are signed with; null if nobody is to send any */
  GatewayEvents(@Nullable String secret, PaymentReports reports, ObjectMapper json) {
    this.secret = secret;
    this.reports = reports;
    this.json = json;
  }

  /** @param signature what the header {@code Stripe-Signature} says, at most five minutes old */
  public Object takeIn(byte @Nullable [] body, @Nullable String signature) throws JsonProcessingException {
    if (secret == null) {
      return Refusal.of("not-found", "There is nothing at this address.");
    }
    var text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
    if (!isSigned(text, signature == null ? "" : signature, secret)) {
      return Refusal.of("invalid-signature", "Stripe-Signature", "The event is not signed by Stripe for this endpoint, or long ago.");
    }
    // Not the library's event, which understands only one version of the API.
    var event = json.readTree(text);
    var type = event.path("type").asText();
    var payment = event.at("/data/object/metadata/" + StripeGateway.PAYMENT).asText();
    if (type.startsWith("payment_intent.") || type.equals("charge.refunded")) {
      reports.reported(UUID.nameUUIDFromBytes(event.path("id").asText().getBytes(StandardCharsets.UTF_8)), payment);
    }
    return RECEIVED;
  }

  private static boolean isSigned(String text, String signature, String secret) {
    try {
      return Webhook.Signature.verifyHeader(text, signature, secret, Webhook.DEFAULT_TOLERANCE);
    } catch (SignatureVerificationException | RuntimeException e) {
      // The library stumbles over a header that is cut off.
      return false;
    }
  }
}
