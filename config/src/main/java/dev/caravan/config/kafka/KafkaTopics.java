package dev.caravan.config.kafka;

import dev.caravan.config.EdgeHeaders;
import dev.caravan.model.events.Topic;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommitFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** The topics, and how Camel reaches them. */
@Configuration(proxyBeanMethods = false)
@Profile(KafkaTopics.PROFILE)
@EnableConfigurationProperties(KafkaSettings.class)
class KafkaTopics {

  static final String PROFILE = "kafka";
  /** Where messages are that a subscription could not take in. */
  static final String DEAD_LETTERS = "dead-letters";

  private static final EdgeHeaders FACTS = new EdgeHeaders(
      Set.of("orderId", "taskId", "fact", "milestone", "seq", "traceId", "traceparent"),
      Set.of("orderId", "taskId", "fact", "fulfilment", "milestone", "seq", "traceId", "traceparent", "topic", "subscription", "error"));

  /** A poll's messages have to be taken in before Kafka gives up on who polled, in five minutes. */
  private static final int MESSAGES_OF_A_POLL = 100;
  private static final long POLL_MILLIS = 500;
  private static final int PATIENCE_MILLIS = 10_000;

  @Bean
  Admin kafkaAdmin(KafkaSettings settings) {
    return Admin.create(settings.connection());
  }

  /** Those that are there stay as they are. */
  @Bean
  InitializingBean topicsOfKafka(Admin kafka, KafkaSettings settings) {
    return () -> {
      var names = Stream.concat(Arrays.stream(Topic.values()).map(Topic::toString), Stream.of(DEAD_LETTERS));
      var created = kafka.createTopics(
          names.map(name -> new NewTopic(name, settings.partitions(), settings.replication())).toList()).values();
      for (var topic : created.values()) {
        try {
          topic.get();
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
    };
  }

  /**
   * Topics on Kafka. What is told is told when every replica has it. What is heard is done with when its route has
   * succeeded: see {@link KeptSubscriptions}.
   */
  @Bean
  KafkaComponent kafka(KafkaSettings settings) {
    var text = new Text();
    var configuration = new KafkaConfiguration();
    configuration.setBrokers(settings.url());
    configuration.setAdditionalProperties(settings.connection());
    configuration.setHeaderFilterStrategy(FACTS);
    configuration.setHeaderSerializer(text);
    configuration.setHeaderDeserializer(text);
    configuration.setKeyDeserializer(Text.class.getName());
    configuration.setValueDeserializer(Text.class.getName());
    configuration.setRequestRequiredAcks("all");
    configuration.setEnableIdempotence(true);
    configuration.setMaxBlockMs(PATIENCE_MILLIS);
    configuration.setRequestTimeoutMs(PATIENCE_MILLIS);
    configuration.setDeliveryTimeoutMs(2 * PATIENCE_MILLIS);
    configuration.setAutoOffsetReset("earliest");
    configuration.setAutoCommitEnable(false);
    configuration.setAllowManualCommit(true);
    configuration.setBreakOnFirstError(true);
    configuration.setMaxPollRecords(MESSAGES_OF_A_POLL);
    // Consumers are stopped one after another, and each ends its poll first.
    configuration.setPollTimeoutMs(POLL_MILLIS);
    var component = new KafkaComponent();
    component.setConfiguration(configuration);
    component.setKafkaManualCommitFactory(new DefaultKafkaManualCommitFactory());
    return component;
  }
}
