package dev.caravan.config.kafka;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How Kafka is reached, and what the topics are like that it does not have yet.
 *
 * @param url bootstrap servers, {@code host:port} with commas between
 * @param partitions of a new topic
 * @param replication of a new topic: how many brokers keep each of its messages
 * @param pause before a message that could not be taken in is tried again, doubled each time up to half a minute
 * @param client Kafka's own settings for whatever connects, as in {@code security.protocol}; empty ones do not count
 */
@ConfigurationProperties("caravan.kafka")
record KafkaSettings(
    @DefaultValue("127.0.0.1:9092") String url,
    @DefaultValue("6") int partitions,
    @DefaultValue("1") short replication,
    @DefaultValue("500ms") Duration pause,
    @DefaultValue Map<String, String> client) {

  /** What anything needs to connect. */
  Map<String, Object> connection() {
    var connection = new HashMap<String, Object>(client);
    connection.values().removeIf(value -> value.toString().isBlank());
    connection.put("bootstrap.servers", url);
    return connection;
  }

  @Override
  public String toString() {
    return "KafkaSettings[url=" + url + ", partitions=" + partitions + ", replication=" + replication + "]";
  }
}
