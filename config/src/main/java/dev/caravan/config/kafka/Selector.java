package dev.caravan.config.kafka;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.BooleanExpression;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.filter.Filterable;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** A selector as JMS has them, asked here, because Kafka asks none. Headers are text to it, {@code 'true'} too. */
record Selector(BooleanExpression condition) {

  /** Whether the message has the headers that are asked for. */
  boolean wants(Message message) {
    try {
      return condition.matches(new Headers(message));
    } catch (FilterException e) {
      throw new IllegalArgumentException("The selector " + condition + " cannot be asked", e);
    }
  }

  private record Headers(Message message) implements Filterable {

    @Override
    public @Nullable Object getProperty(SimpleString name) {
      return message.getHeader(name.toString());
    }

    @Override
    public <T> @Nullable T getBodyAs(Class<T> type) {
      return null;
    }

    @Override
    public @Nullable Object getLocalConnectionId() {
      return null;
    }
  }
}
