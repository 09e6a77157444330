package dev.caravan.config.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health.Builder;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Whether Kafka answers. */
@Component
@Profile(KafkaTopics.PROFILE)
class KafkaHealthIndicator extends AbstractHealthIndicator {

  private static final int PATIENCE_MILLIS = 3_000;

  private final Admin kafka;

  KafkaHealthIndicator(Admin kafka) {
    super("Kafka does not answer");
    this.kafka = kafka;
  }

  @Override
  protected void doHealthCheck(Builder health) throws Exception {
    var nodes = kafka.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS)).nodes().get();
    health.up().withDetail("brokers", nodes.size());
  }
}
