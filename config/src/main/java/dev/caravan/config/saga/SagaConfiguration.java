package dev.caravan.config.saga;

import dev.caravan.config.embedded.CaravanProperties;
import dev.caravan.config.embedded.Secrets;
import dev.caravan.config.services.SharedPort;
import org.apache.camel.ProducerTemplate;
import org.apache.catalina.connector.Connector;
import org.glassfish.jersey.servlet.ServletContainer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
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

/** Sagas: the coordinator, here or elsewhere, Camel's service, and the internal connector at which they call each other. */
@Configuration(proxyBeanMethods = false)
@Conditional(Role.Any.class)
@EnableConfigurationProperties(CaravanProperties.class)
class SagaConfiguration {

  @Bean(destroyMethod = "destroy")
  @Conditional(Role.Coordinates.class)
  LocalCoordinator coordinator(DataSource database, CaravanProperties properties) throws SQLException {
    var saga = properties.saga();
    SharedClientBuilder.allow(saga.participants());
    return new LocalCoordinator(database, saga.coordinator(), saga.recovery());
  }

  @Bean
  @Conditional(Role.Coordinates.class)
  CoordinatorLock coordinatorLock(DataSource database) {
    return new CoordinatorLock(database, () -> System.exit(1));
  }

  @Bean
  @Conditional(Role.Coordinates.class)
  ServletRegistrationBean<ServletContainer> coordinatorApi(CaravanProperties properties) {
    return new ServletRegistrationBean<>(
        new ServletContainer(new CoordinatorApi(properties.saga().coordinator())), CoordinatorApi.PATH + "/*");
  }

  @Bean
  @Conditional(Role.IsCoordinated.class)
  RemoteCoordinator remoteCoordinator(CaravanProperties properties, SagaCallbacks callbacks) {
    return new RemoteCoordinator(properties.saga().coordinator(), callbacks.pass());
  }

  @Bean
  SagaCallbacks sagaCallbacks(CaravanProperties properties, Secrets secrets) {
    var port = properties.internal().port();
    return new SagaCallbacks(
        secrets.secret(Secrets.SAGA_CALLBACKS), port == 0 ? freePort() : port, properties.saga().callbacks());
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
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> internalConnector(
      SagaCallbacks callbacks, CaravanProperties properties) {
    return factory -> {
      var connector = new Connector(properties.ports().shared()
          ? SharedPort.class.getName() : TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
      connector.setProperty("address", properties.internal().address());
      connector.setPort(callbacks.port());
      factory.addAdditionalTomcatConnectors(connector);
    };
  }

  /** Before all other filters: the internal connector serves nothing that these would have to guard. */
  @Bean
  FilterRegistrationBean<InternalFilter> internalFilter(
      SagaCallbacks callbacks, Coordinator coordinator, SagaService steps, ObjectProvider<ProducerTemplate> camel) {
    var filter = new FilterRegistrationBean<>(new InternalFilter(callbacks, coordinator, steps, camel));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }
}
