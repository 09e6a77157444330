package dev.caravan.config.payments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.StripeClient;
import dev.caravan.config.payments.PaymentsProperties.Gateway;
import dev.caravan.config.payments.PaymentsProperties.StripeAccount;
import dev.caravan.model.payments.PaymentGateway;
import dev.caravan.model.payments.PaymentReports;
import dev.caravan.model.payments.SimulatedGateway;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** The gateway that was chosen, and what it calls. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PaymentsProperties.class)
class GatewayConfiguration {

  @Bean
  PaymentGateway paymentGateway(PaymentsProperties payments, Clock clock) {
    return payments.gateway() == Gateway.STRIPE ? new StripeGateway(client(payments.stripe()), clock) : new SimulatedGateway();
  }

  @Bean
  GatewayEvents gatewayEvents(PaymentsProperties payments, PaymentReports reports, ObjectMapper json) {
    return new GatewayEvents(
        payments.gateway() == Gateway.STRIPE ? secret("webhook-secret", payments.stripe().webhookSecret()) : null, reports, json);
  }

  private static StripeClient client(StripeAccount account) {
    return StripeClient.builder()
        .setApiKey(secret("api-key", account.apiKey())).setApiBase(account.apiBase())
        .setConnectTimeout(Math.toIntExact(account.connectTimeout().toMillis()))
        .setReadTimeout(Math.toIntExact(account.readTimeout().toMillis()))
        // A silent Stripe is asked again by the payment's own timer, which counts the attempts and holds no thread.
        .setMaxNetworkRetries(0)
        .build();
  }

  /** What is not plain ASCII would be quoted by whoever stumbles over it, in the log. */
  private static String secret(String name, String value) {
    if (!value.matches("[!-~]+")) {
      throw new IllegalStateException("Stripe was chosen as payment gateway: caravan.payments.stripe." + name
          + " must be set in the environment, to one word of plain ASCII");
    }
    return value;
  }
}
