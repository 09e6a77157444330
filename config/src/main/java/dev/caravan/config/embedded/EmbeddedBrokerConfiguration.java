package dev.caravan.config.embedded;

import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The broker: the one named by {@code caravan.broker.url}, or one of this process's own. */
@Configuration(proxyBeanMethods = false)
class EmbeddedBrokerConfiguration {

  /** Runs before Camel starts and until it has stopped: beans outlive the application's lifecycle. */
  @Bean
  @Conditional(NotGiven.Broker.class)
  BrokerServer brokerServer(CaravanProperties properties, DataDirectory data, Secrets secrets) throws Exception {
    return BrokerServer.start(data, secrets, properties.broker());
  }

  /** Pooled connections of the application, which reads no serialized Java objects. */
  @Bean(initMethod = "start", destroyMethod = "stop")
  JmsPoolConnectionFactory connectionFactory(
      CaravanProperties properties, Secrets secrets, ObjectProvider<BrokerServer> own) {
    var broker = properties.broker();
    var server = own.getIfAvailable();
    var connections = server == null
        ? new ActiveMQConnectionFactory(broker.url(), broker.user(), broker.password())
        : new ActiveMQConnectionFactory(
            server.url(), BrokerServer.APPLICATION, secrets.secret("broker." + BrokerServer.APPLICATION));
    connections.setDeserializationDenyList("*");
    // Otherwise every single send asks the broker whether its address is still there.
    connections.setCacheDestinations(true);
    var pool = new JmsPoolConnectionFactory();
    pool.setConnectionFactory(connections);
    pool.setMaxConnections(broker.pool());
    return pool;
  }
}
