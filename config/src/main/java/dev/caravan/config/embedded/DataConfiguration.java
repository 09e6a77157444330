package dev.caravan.config.embedded;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

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

  /** Nobody, where no password is given and no data is kept, which a generated one would be kept with. */
  @Bean
  Operator operator(
      CaravanProperties properties, Secrets secrets,
      @Value("${caravan.operator.user:operator}") String user, @Value("${caravan.operator.password:}") String password) {
    if (StringUtils.hasText(password)) {
      return new Operator(user, password);
    }
    return StringUtils.hasText(properties.database().url()) ? Operator.NOBODY : new Operator(user, secrets.secret(Secrets.OPERATOR));
  }
}
