package dev.caravan.config.kafka;

import dev.caravan.model.operations.Parking;
import dev.caravan.model.operations.Parking.Turn;
import dev.caravan.model.operations.Undelivered;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * What is heard is taken in once it is its turn, and done with when it has been taken in or is a dead letter. Kafka is told
 * how far this is at the end of each poll: what it tells again after a crash is known by its id.
 */
final class Subscription extends RoutePolicySupport {

  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
  private static final String MESSAGE = "caravanMessage";
  private static final String TURN = "caravanTurn";
  private static final List<String> HEADERS = List.of("orderId", "taskId", "fact", "seq", "traceId");

  private final String name;
  private final String topic;
  private final Selector selector;
  private final Parking parking;
  private final ObjectProvider<ProducerTemplate> messages;

  Subscription(String name, String topic, Selector selector, Parking parking, ObjectProvider<ProducerTemplate> messages) {
    this.name = name;
    this.topic = topic;
    this.selector = selector;
    this.parking = parking;
    this.messages = messages;
  }

  @Override
  public void onExchangeBegin(Route route, Exchange exchange) {
    // Camel would go on with whatever is thrown here.
    try {
      if (!selector.wants(exchange.getMessage())) {
        exchange.setRouteStop(true);
        return;
      }
      var message = message(exchange);
      var turn = parking.turn(message);
      exchange.setProperty(MESSAGE, message);
      exchange.setProperty(TURN, turn);
      if (turn == Turn.WAITS) {
        bury(exchange, message, "waits behind a dead letter");
      }
      exchange.setRouteStop(turn == Turn.WAITS || turn == Turn.AGAIN);
    } catch (RuntimeException e) {
      exchange.setException(e);
      exchange.setRouteStop(true);
    }
  }

  @Override
  public void onExchangeDone(Route route, Exchange exchange) {
    var message = exchange.getProperty(MESSAGE, Undelivered.class);
    var isDeadLetter = message != null && hasBeenGivenUp(exchange);
    if (isDeadLetter) {
      var error = String.valueOf(exchange.getException());
      parking.park(message, error);
      bury(exchange, message, error);
      LOG.atWarn().addKeyValue("subscription", name).addKeyValue("subject", message.subject())
          .log("a dead letter; what comes after it waits");
      exchange.setException(null);
    } else if (message != null && exchange.getProperty(TURN) == Turn.RESUMES && exchange.getException() == null) {
      parking.resumed(message);
    }
    var isLast = exchange.getMessage().getHeader(KafkaConstants.LAST_RECORD_BEFORE_COMMIT, false, Boolean.class);
    if (exchange.getException() == null && (isDeadLetter || isLast)) {
      exchange.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class).commit();
    }
  }

  /** Not so what could not even be begun, or was still to be tried again when the route was stopped: Kafka tells it again. */
  private static boolean hasBeenGivenUp(Exchange exchange) {
    var error = exchange.getException();
    return error != null && !exchange.isRouteStop() && !(error instanceof RejectedExecutionException);
  }

  private Undelivered message(Exchange exchange) {
    var message = exchange.getMessage();
    return new Undelivered(name, topic, message.getHeader(KafkaConstants.KEY, String.class), message.getHeader("orderId", String.class),
        number(exchange, message.getHeader("seq")), message.getBody(String.class));
  }

  private static @Nullable Long number(Exchange exchange, @Nullable Object text) {
    return text == null ? null : exchange.getContext().getTypeConverter().tryConvertTo(Long.class, exchange, text);
  }

  private void bury(Exchange exchange, Undelivered message, String error) {
    var headers = new HashMap<String, Object>(Map.of("topic", topic, "subscription", name, "error", error));
    HEADERS.forEach(header -> headers.put(header, exchange.getMessage().getHeader(header)));
    headers.put(KafkaConstants.KEY, message.subject());
    messages.getObject().sendBodyAndHeaders("kafka:" + KafkaTopics.DEAD_LETTERS, message.body(), headers);
  }
}
