package dev.caravan.config;

import jakarta.jms.ConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.connection.JmsTransactionManager;

import java.util.Set;

/** How Camel reaches the broker and the web, and what it lets in from there. */
@Configuration(proxyBeanMethods = false)
class CamelConfiguration {

  private static final EdgeHeaders MESSAGES = new EdgeHeaders(
      Set.of("orderId", "taskId", "fact", "seq", "traceId", "traceparent", "_AMQ_ORIG_ADDRESS"),
      Set.of("orderId", "taskId", "fact", "fulfilment", "milestone", "seq", "traceId", "traceparent"));

  private static final EdgeHeaders REQUESTS = new EdgeHeaders(
      Set.of("Accept", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "X-User-Id", "traceparent", "Stripe-Signature",
          "status", "customerId", "limit", "cursor", "orderId", "userId", "runnerId", "role", "subject",
          "fulfilment", "health", "from", "to", "q", "priority", "assignee", "assigneeRole", "owner", "tag", "scheduleId", "duty",
          "dueFrom", "dueTo", "deleted", "sort", "isActive", "is_active", "taskId", "task_id", "order_id", "user_id", "eventType", "event_type",
          "actor", "head", "records"),
      Set.of("Location", "ETag", "Link", "Retry-After", "Content-Disposition"));

  /**
   * Queues and topics. A message goes back to the broker if its route fails. The consumer's session is all there is to
   * its transaction: a route that consumes never sends, no answer either.
   */
  @Bean
  JmsComponent broker(ConnectionFactory connectionFactory, @Value("${caravan.broker.consumers}") int consumers) {
    var component = JmsComponent.jmsComponent(connectionFactory);
    component.setTransacted(true);
    component.setLazyCreateTransactionManager(false);
    component.setCacheLevelName("CACHE_CONSUMER");
    component.setConcurrentConsumers(consumers);
    component.setHeaderFilterStrategy(MESSAGES);
    component.setDisableReplyTo(true);
    component.setMessageConverter(new TextOnly());
    return component;
  }

  /** What a route sends under this policy is sent together or not at all. */
  @Bean
  SpringTransactionPolicy together(ConnectionFactory connectionFactory) {
    return new SpringTransactionPolicy(new JmsTransactionManager(connectionFactory));
  }

  @Bean
  ComponentCustomizer allowlistOfRequests() {
    return ComponentCustomizer.builder(PlatformHttpComponent.class)
        .build(component -> component.setHeaderFilterStrategy(REQUESTS));
  }
}
