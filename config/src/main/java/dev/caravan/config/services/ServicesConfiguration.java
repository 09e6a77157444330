package dev.caravan.config.services;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The choice of what runs here. */
@Configuration(proxyBeanMethods = false)
class ServicesConfiguration {

  @Bean
  static ChosenRoutes chosenRoutes(Environment environment) {
    return new ChosenRoutes(Services.in(environment));
  }

  /** The public port; that of the management is each process's own. */
  @Bean
  @ConditionalOnProperty("caravan.ports.shared")
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> sharedPort() {
    return factory -> factory.setProtocol(SharedPort.class.getName());
  }
}
