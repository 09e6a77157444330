package dev.caravan.deploy;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A Kafka of one broker, the same for every test, which ends after the applications that use it: they would wait for it. */
final class KafkaServer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final class Started {
    static final EmbeddedKafkaKraftBroker BROKER = start();

    private static EmbeddedKafkaKraftBroker start() {
      var broker = new EmbeddedKafkaKraftBroker(1, 1);
      broker.brokerProperty("auto.create.topics.enable", "false");
      broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
      broker.afterPropertiesSet();
      SpringApplication.getShutdownHandlers().add(broker::destroy);
      return broker;
    }
  }

  /** Its bootstrap servers. */
  static String url() {
    return Started.BROKER.getBrokersAsString();
  }

  @Override
  public void initialize(ConfigurableApplicationContext application) {
    TestPropertyValues.of("caravan.kafka.url=" + url(), "caravan.kafka.pause=20ms").applyTo(application);
  }
}
