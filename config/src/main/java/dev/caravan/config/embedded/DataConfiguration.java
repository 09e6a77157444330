package dev.caravan.config.embedded;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The data directory and the secrets kept in it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CaravanProperties.class)
class DataConfiguration {

  @Bean
  DataDirectory dataDirectory(CaravanProperties properties) {
    return new DataDirectory(properties.data());
  }

  @Bean
  Secrets secrets(Environment environment, DataDirectory data) {
    return new Secrets(environment, data);
  }

  /** Made where the data is kept, even if no saga runs there, so that a process that runs them can be given it. */
  @Bean
  @Conditional(NotGiven.Database.class)
  InitializingBean keyOfSagaCallbacks(Secrets secrets) {
    return () -> secrets.secret(Secrets.SAGA_CALLBACKS);
  }
}
