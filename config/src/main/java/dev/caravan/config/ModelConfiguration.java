package dev.caravan.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.caravan.model.delivery.DeliveryPolicy;
import dev.caravan.model.orders.CancellationPolicy;
import dev.caravan.model.orders.Carriers;
import dev.caravan.model.orders.DeadlinePolicy;
import dev.caravan.model.orders.FeePolicy;
import dev.caravan.model.orders.OrderPolicy;
import dev.caravan.model.orders.Start;
import dev.caravan.model.payments.PaymentPolicy;
import dev.caravan.model.shipping.Carrier;
import dev.caravan.model.shipping.ShippingPolicy;
import dev.caravan.model.shipping.SimulatedCarrier;
import dev.caravan.model.tasks.TaskPolicy;
import jakarta.inject.Named;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.domain.EntityScan;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** The model's beans, and what they are told from outside. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DeliverySettings.class, ShippingSettings.class, StartSettings.class})
@ComponentScan(basePackages = "dev.caravan.model", includeFilters = @ComponentScan.Filter(Named.class))
@EntityScan("dev.caravan.model")
class ModelConfiguration {

  private static final int MAX_JSON_DEPTH = 20;

  /** As fine as the database keeps time. */
  @Bean
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
  }

  @Bean
  PaymentPolicy paymentPolicy(
      @Value("${caravan.payments.attempts}") int attempts, @Value("${caravan.payments.back-off}") Duration backOff) {
    return new PaymentPolicy(attempts, backOff);
  }

  @Bean
  FeePolicy feePolicy(DeliverySettings settings) {
    return settings.feePolicy();
  }

  @Bean
  CancellationPolicy cancellationPolicy(DeliverySettings settings) {
    return settings.cancellationPolicy();
  }

  @Bean
  DeliveryPolicy deliveryPolicy(DeliverySettings settings) {
    return settings.deliveryPolicy();
  }

  @Bean
  OrderPolicy orderPolicy(
      @Value("${caravan.orders.patience}") Duration patience, @Value("${caravan.orders.hurry}") Duration hurry,
      @Value("${caravan.orders.compensation-patience}") Duration compensationPatience,
      @Value("${caravan.orders.stuck-after}") Duration stuckAfter) {
    return new OrderPolicy(patience, hurry, compensationPatience, stuckAfter);
  }

  @Bean
  TaskPolicy taskPolicy(
      @Value("${caravan.tasks.zone}") ZoneId zone, @Value("${caravan.tasks.retention}") Duration retention,
      @Value("${caravan.tasks.patience}") Duration patience) {
    return new TaskPolicy(zone, retention, patience);
  }

  @Bean
  DeadlinePolicy deadlinePolicy(
      @Value("${caravan.orders.deadline}") Duration standard, @Value("${caravan.orders.longest-deadline}") Duration longest,
      @Value("${caravan.orders.deadline-reserve}") Duration reserve) {
    return new DeadlinePolicy(standard, longest, reserve);
  }

  @Bean
  ShippingPolicy shippingPolicy(ShippingSettings settings) {
    return settings.shippingPolicy();
  }

  @Bean
  Carrier carrier(Clock clock) {
    return new SimulatedCarrier(clock);
  }

  /** @throws IllegalStateException for a carrier in the settings that nobody knows */
  @Bean
  Carriers carriers(Carrier carrier, ShippingSettings settings) {
    if (settings.carriers().isEmpty() || !carrier.names().containsAll(settings.carriers())) {
      throw new IllegalStateException("caravan.shipping.carriers must be among " + carrier.names() + ", not " + settings.carriers());
    }
    return new Carriers(carrier.names(), settings.carriers());
  }

  @Bean
  Start.Defaults startDefaults(StartSettings settings) {
    return settings.defaults();
  }

  /** JSON is taken literally: nothing unknown, nothing twice, nothing after it, no numbers for words. */
  @Bean
  Jackson2ObjectMapperBuilderCustomizer strictJson() {
    return json -> json
        .featuresToEnable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS, JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .featuresToDisable(
            DeserializationFeature.ACCEPT_FLOAT_AS_INT, MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .postConfigurer(mapper -> {
          mapper.getFactory().setStreamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MAX_JSON_DEPTH).build());
          mapper.coercionConfigFor(LogicalType.Textual)
              .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
              .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
              .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        });
  }
}
