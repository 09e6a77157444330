package dev.caravan.config.language;

import dev.caravan.model.analysis.AnalysisPolicy;
import dev.caravan.model.chat.ChatPolicy;
import dev.caravan.model.inventory.SubstitutionPolicy;
import dev.caravan.model.orders.Substitutions;
import dev.langchain4j.model.chat.ChatModel;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.model.Resilience4jConfigurationDefinition;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;
import java.time.ZoneId;

/**
 * The language model and, for each use of it, what its calls go through: so many at a time, and none for a while when they keep
 * failing. One use that hangs takes nothing from another.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LanguageProperties.class)
class LanguageConfiguration {

  private static final int CALLS_REMEMBERED = 10;
  private static final int CALLS_AT_LEAST = 4;
  private static final int PER_CENT_FAILED = 50;

  @Bean(destroyMethod = "close")
  Models models(LanguageProperties language, MeterRegistry metrics) {
    return new Models(language.model(), metrics);
  }

  /** Answers with what an order in words says. */
  @Bean
  ChatModel analysisModel(Models models) {
    return models.model(Schemas.ORDER);
  }

  @Bean
  AnalysisPolicy analysisPolicy(LanguageProperties language) {
    return new AnalysisPolicy(language.model().isThere(), language.model().timeout());
  }

  @Bean
  CircuitBreaker analysisBreaker(LanguageProperties language) {
    return breaker("analysis", language.model());
  }

  @Bean
  Resilience4jConfigurationDefinition analysisGuard(LanguageProperties language, @Value("${caravan.broker.consumers}") int consumers) {
    return guard("analysisBreaker", besideOthers(language.model(), consumers));
  }

  /** Answers with what may stand in for what is short, and may call tools before. */
  @Bean
  ChatModel substitutionModel(Models models) {
    return new Bounded(models.model(Schemas.ADVICE));
  }

  @Bean
  SubstitutionPolicy substitutionPolicy(
      LanguageProperties language, @Value("${caravan.inventory.substitutions}") Substitutions otherwise,
      @Value("${caravan.inventory.substitution-expiry}") Duration answer) {
    return new SubstitutionPolicy(otherwise, answer, language.model().isThere(), language.model().timeout().multipliedBy(Bounded.TURNS));
  }

  @Bean
  CircuitBreaker substitutionBreaker(LanguageProperties language) {
    return breaker("substitution", language.model());
  }

  @Bean
  Resilience4jConfigurationDefinition substitutionGuard(LanguageProperties language, @Value("${caravan.broker.consumers}") int consumers) {
    return guard("substitutionBreaker", besideOthers(language.model(), consumers));
  }

  /** Answers with what is meant by what somebody says, in sentences that the rules understand. */
  @Bean
  ChatModel chatModel(Models models) {
    return models.model(Schemas.COMMANDS);
  }

  @Bean
  ChatPolicy chatPolicy(
      LanguageProperties language, @Value("${caravan.tasks.zone}") ZoneId zone, @Value("${caravan.chat.patience}") Duration patience,
      @Value("${caravan.chat.payment-method}") String paymentMethod) {
    return new ChatPolicy(zone, patience, paymentMethod, language.model().isThere());
  }

  @Bean
  CircuitBreaker chatBreaker(LanguageProperties language) {
    return breaker("chat", language.model());
  }

  @Bean
  Resilience4jConfigurationDefinition chatGuard(LanguageProperties language) {
    return guard("chatBreaker", language.model().atOnce());
  }

  /** A hanging model leaves one consumer of a queue, at least, to those orders that then go by the rules. */
  private static int besideOthers(LanguageProperties.Model model, int consumers) {
    return Math.min(model.atOnce(), Math.max(1, consumers - 1));
  }

  /** Opens when calls fail; that there are too many at a time is no failure. */
  private static CircuitBreaker breaker(String use, LanguageProperties.Model model) {
    return CircuitBreaker.of(use, CircuitBreakerConfig.custom()
        .slidingWindowSize(CALLS_REMEMBERED).minimumNumberOfCalls(CALLS_AT_LEAST).failureRateThreshold(PER_CENT_FAILED)
        .permittedNumberOfCallsInHalfOpenState(1).waitDurationInOpenState(model.pause())
        .ignoreExceptions(BulkheadFullException.class)
        .build());
  }

  /**
   * For the circuit breaker of a route: nobody waits for a place. How long a call may take is the client's matter
   * ({@link ModelHttpClient}): Camel's own time limit leaves a late call running, which then writes into an exchange that has gone on.
   *
   * @param breaker the name of its bean
   */
  private static Resilience4jConfigurationDefinition guard(String breaker, int atOnce) {
    var guard = new Resilience4jConfigurationDefinition();
    guard.setCircuitBreaker(breaker);
    guard.setBulkheadEnabled("true");
    guard.setBulkheadMaxConcurrentCalls(String.valueOf(atOnce));
    guard.setBulkheadMaxWaitDuration("0");
    return guard;
  }
}
