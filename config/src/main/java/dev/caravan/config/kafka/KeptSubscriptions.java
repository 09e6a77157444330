package dev.caravan.config.kafka;

import dev.caravan.model.operations.Parking;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.impl.SelectorParser;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.DefaultErrorHandlerBuilder;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.CamelContextCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Lets the routes that hear a topic on Kafka, and note how far they are, treat its messages as those on Artemis are
 * treated: what a selector does not want is passed over, what fails is tried again, at growing distances, and what fails
 * for good is a dead letter.
 */
@Component
@Profile(KafkaTopics.PROFILE)
class KeptSubscriptions implements CamelContextCustomizer {

  private static final int ATTEMPTS = 6;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final String EVERYTHING = "TRUE";

  private final Environment environment;
  private final KafkaSettings settings;
  private final Parking parking;
  private final ObjectProvider<ProducerTemplate> messages;

  KeptSubscriptions(Environment environment, KafkaSettings settings, Parking parking, ObjectProvider<ProducerTemplate> messages) {
    this.environment = environment;
    this.settings = settings;
    this.parking = parking;
    this.messages = messages;
  }

  @Override
  public void configure(CamelContext camel) {
    ((ModelCamelContext) camel).addModelLifecycleStrategy(new ModelLifecycleStrategySupport() {
      @Override
      public void onAddRouteDefinition(RouteDefinition route) {
        adapt(route, camel);
      }
    });
  }

  private void adapt(RouteDefinition route, CamelContext camel) {
    var name = route.getInput().getUri();
    if (camel.resolvePropertyPlaceholders(name).startsWith("kafka:") && camel.getEndpoint(name) instanceof KafkaEndpoint topic
        && topic.getConfiguration().isAllowManualCommit()) {
      route.routePolicy(new Subscription(
          topic.getConfiguration().getGroupId(), topic.getConfiguration().getTopic(), selector(name), parking, messages));
      route.setErrorHandlerFactory(new DefaultErrorHandlerBuilder()
          .maximumRedeliveries(ATTEMPTS - 1).redeliveryDelay(settings.pause().toMillis())
          .useExponentialBackOff().backOffMultiplier(2).maximumRedeliveryDelay(LONGEST_PAUSE_MILLIS)
          .retryAttemptedLogLevel(LoggingLevel.WARN).logExhaustedMessageHistory(false).allowRedeliveryWhileStopping(false));
    }
  }

  /** Of an endpoint {@code {{name}}} the one that the property {@code name.selector} gives. */
  private Selector selector(String name) {
    var property = name.replaceAll("[{}]", "") + ".selector";
    try {
      return new Selector(SelectorParser.parse(environment.getProperty(property, EVERYTHING)));
    } catch (FilterException e) {
      throw new IllegalArgumentException(property + " is no selector", e);
    }
  }
}
