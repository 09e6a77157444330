package dev.caravan.config.payments;

import com.stripe.Stripe;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * Who moves the money.
 *
 * @param gateway the simulated one needs nothing else
 */
@ConfigurationProperties("caravan.payments")
record PaymentsProperties(@DefaultValue("simulated") Gateway gateway, @DefaultValue StripeAccount stripe) {

  enum Gateway {
    SIMULATED, STRIPE
  }

  /**
   * What is needed to call Stripe and to be called by it.
   *
   * @param apiKey secret or restricted key
   * @param webhookSecret what Stripe signs its events with
   * @param apiBase URL without a path
   * @param connectTimeout longest wait for a connection
   * @param readTimeout longest wait for an answer
   */
  record StripeAccount(
      @DefaultValue("") String apiKey,
      @DefaultValue("") String webhookSecret,
      @DefaultValue(Stripe.LIVE_API_BASE) String apiBase,
      @DefaultValue("2s") Duration connectTimeout,
      @DefaultValue("10s") Duration readTimeout) {

    @Override
    public String toString() {
      return "StripeAccount[apiBase=" + apiBase + ", connectTimeout=" + connectTimeout + ", readTimeout=" + readTimeout + "]";
    }
  }
}
