package dev.caravan.config.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.payments.PaymentGateway;
import dev.caravan.model.payments.PaymentReports;
import dev.caravan.model.payments.SimulatedGateway;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import java.time.Clock;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@ExtendWith(OutputCaptureExtension.class)
class GatewayConfigurationTest {

  private static final String API_KEY = "--caravan.payments.stripe.api-key=sk_test_caravan";
  private static final String WEBHOOK_SECRET = "--caravan.payments.stripe.webhook-secret=whsec_caravan";

  @Test
  void the_gateway_is_simulated_unless_another_one_is_chosen() {
    assertThat(chosen()).isInstanceOf(SimulatedGateway.class);
    assertThat(chosen("--caravan.payments.gateway=")).isInstanceOf(SimulatedGateway.class);
    assertThat(chosen("--caravan.payments.gateway=simulated")).isInstanceOf(SimulatedGateway.class);
    assertThat(chosen("--caravan.payments.gateway=stripe", API_KEY, WEBHOOK_SECRET)).isInstanceOf(StripeGateway.class);
  }

  @Test
  void a_gateway_that_is_not_known_is_refused_with_those_that_are(CapturedOutput log) {
    assertThatThrownBy(() -> chosen("--caravan.payments.gateway=paypal"));
    assertThat(log).contains("caravan.payments.gateway").contains("paypal").contains("SIMULATED").contains("STRIPE");
  }

  @Test
  void Stripe_is_refused_without_its_secrets_and_the_missing_one_is_named(CapturedOutput log) {
    assertThatThrownBy(() -> chosen("--caravan.payments.gateway=stripe", WEBHOOK_SECRET));
    assertThat(log).contains("caravan.payments.stripe.api-key must be set in the environment").doesNotContain("whsec");
    assertThatThrownBy(() -> chosen("--caravan.payments.gateway=stripe", API_KEY));
    assertThat(log).contains("caravan.payments.stripe.webhook-secret must be set in the environment").doesNotContain("sk_test");
  }

  @Test
  void a_secret_that_cannot_be_one_is_refused_without_being_shown(CapturedOutput log) {
    assertThatThrownBy(() -> chosen("--caravan.payments.gateway=stripe", "--caravan.payments.stripe.api-key=sk_test\n_caravan", WEBHOOK_SECRET));
    assertThat(log).contains("caravan.payments.stripe.api-key").doesNotContain("sk_test");
  }

  private static PaymentGateway chosen(String... settings) {
    var arguments = Stream.concat(Stream.of("--spring.config.name=none"), Stream.of(settings)).toArray(String[]::new);
    try (var context = new SpringApplicationBuilder(GatewayConfiguration.class, Rest.class).web(WebApplicationType.NONE).run(arguments)) {
      return context.getBean(PaymentGateway.class);
    }
  }

  static class Rest {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    PaymentReports reports() {
      return Mockito.mock(PaymentReports.class);
    }

    @Bean
    ObjectMapper json() {
      return new ObjectMapper();
    }

    @Bean
    EntityManagerFactory database() {
      return Mockito.mock(EntityManagerFactory.class);
    }
  }
}
