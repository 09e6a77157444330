package dev.caravan.config.kafka;

import dev.caravan.model.live.Subscriber;
import dev.caravan.model.live.Subscriber.Kind;
import dev.caravan.model.live.Subscribers;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The consumer groups at Kafka, whoever they belong to; one that has noted how far it is counts as durable. */
@Component
@Profile(KafkaTopics.PROFILE)
class KafkaSubscribers implements Subscribers {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaSubscribers.class);
  private static final int PATIENCE_SECONDS = 5;

  private final Admin kafka;

  KafkaSubscribers(Admin kafka) {
    this.kafka = kafka;
  }

  @Override
  public Map<String, List<Subscriber>> byTopic() {
    try {
      var groups = now(kafka.listConsumerGroups().valid()).stream().map(ConsumerGroupListing::groupId).sorted().toList();
      var offsets = now(kafka.listConsumerGroupOffsets(
          groups.stream().collect(Collectors.toMap(Function.identity(), group -> new ListConsumerGroupOffsetsSpec()))).all());
      var ends = now(kafka.listOffsets(offsets.values().stream().flatMap(partitions -> partitions.keySet().stream()).distinct()
          .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()))).all());
      var subscribers = new HashMap<String, List<Subscriber>>();
      now(kafka.describeConsumerGroups(groups).all()).values().forEach(group -> {
        var durable = byTopic(offsets.getOrDefault(group.groupId(), Map.of()), ends);
        var connected = connected(group);
        durable.forEach((topic, pending) -> subscribers.computeIfAbsent(topic, name -> new ArrayList<>()).add(
            new Subscriber(Kind.DURABLE, group.groupId(), pending, connected.getOrDefault(topic, 0L).intValue())));
        connected.forEach((topic, consumers) -> {
          if (!durable.containsKey(topic)) {
            subscribers.computeIfAbsent(topic, name -> new ArrayList<>())
                .add(new Subscriber(Kind.VOLATILE, group.groupId(), null, consumers.intValue()));
          }
        });
      });
      return subscribers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Kafka does not tell who subscribes", e);
    }
    return Map.of();
  }

  private static <T> T now(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** How many messages wait. */
  private static Map<String, Long> byTopic(
      Map<TopicPartition, OffsetAndMetadata> offsets, Map<TopicPartition, ListOffsetsResultInfo> ends) {
    var pending = new HashMap<String, Long>();
    offsets.forEach((partition, offset) -> {
      var end = ends.get(partition);
      if (end != null) {
        pending.merge(partition.topic(), Math.max(0, end.offset() - offset.offset()), Long::sum);
      }
    });
    return pending;
  }

  /** How many consumers take them. */
  private static Map<String, Long> connected(ConsumerGroupDescription group) {
    return group.members().stream()
        .flatMap(member -> member.assignment().topicPartitions().stream().map(TopicPartition::topic).distinct())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }
}
