package dev.caravan.config.saga;

import dev.caravan.config.embedded.CaravanProperties;
import dev.caravan.config.embedded.Secrets;
import org.apache.camel.ProducerTemplate;
import org.apache.catalina.connector.Connector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;

import javax.sql.DataSource;

/** Sagas: the coordinator, Camel's service, and the internal connector at which undos are called. */
@Configuration(proxyBeanMethods = false)
@Conditional(RunsSagas.class)
@EnableConfigurationProperties(CaravanProperties.class)
class EmbeddedCoordinatorConfiguration {

  @Bean(destroyMethod = "destroy")
  Coordinator coordinator(DataSource database, CaravanProperties properties) throws SQLException {
    return new Coordinator(database, properties.saga().coordinator(), properties.saga().recovery());
  }

  @Bean
  SagaCallbacks sagaCallbacks(CaravanProperties properties, Secrets secrets) {
    var port = properties.internal().port();
    return new SagaCallbacks(secrets.secret(Secrets.SAGA_CALLBACKS), port == 0 ? freePort() : port);
  }

  /** A saga may be joined before the connector listens, so the port cannot be left to the connector. */
  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Bean
  SagaService sagaService(Coordinator coordinator, SagaCallbacks callbacks, CaravanProperties properties) {
    return new SagaService(coordinator, callbacks, properties.saga().timeLimit());
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> internalConnector(SagaCallbacks callbacks) {
    return factory -> {
      var connector = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
      connector.setProperty("address", "127.0.0.1");
      connector.setPort(callbacks.port());
      factory.addAdditionalTomcatConnectors(connector);
    };
  }

  /** Before all other filters: the internal connector serves nothing that these would have to guard. */
  @Bean
  FilterRegistrationBean<SagaCallbackFilter> sagaCallbackFilter(
      SagaCallbacks callbacks, Coordinator coordinator, SagaService steps, ObjectProvider<ProducerTemplate> camel) {
    var filter = new FilterRegistrationBean<>(new SagaCallbackFilter(callbacks, coordinator, steps, camel));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }
}
