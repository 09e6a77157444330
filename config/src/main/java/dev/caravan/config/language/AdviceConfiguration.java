package dev.caravan.config.language;

import dev.caravan.model.inventory.SubstitutionPolicy;
import dev.caravan.model.orders.Substitutions;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.apache.camel.model.Resilience4jConfigurationDefinition;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** The language model as an adviser on what may stand in for what is short. */
@Configuration(proxyBeanMethods = false)
class AdviceConfiguration {

  private static final JsonSchema ADVICE = JsonSchema.builder().name("advice").rootElement(closed()
      .addProperty("swaps", JsonArraySchema.builder().items(closed()
          .addIntegerProperty("line")
          .addStringProperty("sku")
          .addProperty("substitute", JsonAnyOfSchema.builder().anyOf(new JsonStringSchema(), new JsonNullSchema()).build())
          .required("line", "sku", "substitute").build()).build())
      .addStringProperty("sentence")
      .required("swaps", "sentence").build()).build();

  private static JsonObjectSchema.Builder closed() {
    return JsonObjectSchema.builder().additionalProperties(false);
  }

  /** Answers with advice, and may call tools before. */
  @Bean
  ChatModel substitutionModel(Models models) {
    return new Bounded(models.model(LanguageConfiguration.MAX_TOKENS, ADVICE));
  }

  @Bean
  SubstitutionPolicy substitutionPolicy(
      LanguageProperties language, @Value("${caravan.inventory.substitutions}") Substitutions otherwise,
      @Value("${caravan.inventory.substitution-expiry}") Duration answer) {
    return new SubstitutionPolicy(otherwise, answer, language.model().isThere(), language.model().timeout().multipliedBy(Bounded.TURNS));
  }

  @Bean
  CircuitBreaker substitutionBreaker(LanguageProperties language) {
    return LanguageConfiguration.breaker("substitution", language.model());
  }

  /** A hanging model leaves one consumer of the queue, at least, to those orders that then go by the rules. */
  @Bean
  Resilience4jConfigurationDefinition substitutionGuard(
      LanguageProperties language, @Value("${caravan.broker.consumers}") int consumers) {
    return LanguageConfiguration.guard("substitutionBreaker", Math.min(language.model().atOnce(), Math.max(1, consumers - 1)));
  }
}
