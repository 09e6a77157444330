package dev.caravan.config.events;

import dev.caravan.model.events.Event;
import dev.caravan.model.events.Topic;
import dev.caravan.model.notifications.Milestone;
import dev.caravan.model.timers.Timers;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.springframework.stereotype.Component;

/** Turns a fact into a message: a CloudEvent, and as headers what routes ask about it. */
@Component("factMessage")
public class FactMessage implements Processor {

  private final CloudEvents cloudEvents;

  public FactMessage(CloudEvents cloudEvents) {
    this.cloudEvents = cloudEvents;
  }

  @Override
  public void process(Exchange exchange) throws InvalidPayloadException {
    var message = exchange.getMessage();
    var fact = message.getMandatoryBody(Event.class);
    var data = fact.data();
    // Where topics have partitions, what is told of one subject stays in one of them and so in order.
    message.setHeader(KafkaConstants.KEY, fact.subject());
    message.setHeader("fact", fact.type());
    message.setHeader("seq", fact.seq());
    message.setHeader("traceId", fact.trace());
    message.setHeader("orderId", data.containsKey(Event.TASK_ID) ? null : data.get(Event.ORDER_ID));
    message.setHeader("taskId", data.get(Event.TASK_ID));
    message.setHeader("recurring", data.get("recurring"));
    message.setHeader("duty", data.get(Event.DUTY));
    message.setHeader("topics", Topic.of(fact).stream().map(Topic::toString).toList());
    message.setHeader("milestone", Milestone.isOne(fact));
    message.setHeader("fulfilment", data.get("fulfilment"));
    message.setHeader("freeText", data.get("freeText"));
    message.setHeader("admitted", data.get("admitted"));
    message.setHeader("placing", data.get("placing"));
    message.setHeader("kind", data.get(Timers.KIND));
    message.setBody(cloudEvents.write(fact));
  }
}
