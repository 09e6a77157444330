package dev.caravan.config.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.config.services.ConditionalOnService;
import dev.caravan.model.live.Subscriber;
import dev.caravan.model.live.Subscriber.Kind;
import dev.caravan.model.live.Subscribers;
import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The subscriptions at the broker, as it tells itself, wherever it runs; none that it does not tell. */
@Component
@ConditionalOnService("api")
class BrokerSubscribers implements Subscribers {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerSubscribers.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String MANAGEMENT = "activemq.management";
  private static final String EVERY_ONE = "{\"field\": \"\", \"operation\": \"\", \"value\": \"\"}";
  private static final int MOST = 1_000;

  private final JmsTemplate broker;
  private final ObjectMapper json;

  BrokerSubscribers(ConnectionFactory connections, ObjectMapper json) {
    this.broker = new JmsTemplate(connections);
    this.broker.setReceiveTimeout(PATIENCE.toMillis());
    this.json = json;
  }

  @Override
  public Map<String, List<Subscriber>> byTopic() {
    try {
      var answer = broker.sendAndReceive(MANAGEMENT, session -> {
        var question = session.createMessage();
        JMSManagementHelper.putOperationInvocation(question, ResourceNames.BROKER, "listQueues", EVERY_ONE, 1, MOST);
        return question;
      });
      if (answer != null && JMSManagementHelper.hasOperationSucceeded(answer)) {
        var queues = json.readTree(String.valueOf(JMSManagementHelper.getResult(answer))).get("data");
        return StreamSupport.stream(queues.spliterator(), false)
            .collect(Collectors.groupingBy(queue -> queue.get("address").asText(),
                Collectors.mapping(BrokerSubscribers::subscriber, Collectors.toList())));
      }
      LOG.warn("the broker does not tell who subscribes");
    } catch (Exception e) {
      LOG.warn("the broker does not tell who subscribes", e);
    }
    return Map.of();
  }

  private static Subscriber subscriber(JsonNode queue) {
    return new Subscriber(queue.get("durable").asBoolean() ? Kind.DURABLE : Kind.VOLATILE, queue.get("name").asText(),
        queue.get("messageCount").asLong(), queue.get("consumerCount").asInt());
  }
}
