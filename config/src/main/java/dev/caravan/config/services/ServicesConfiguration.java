package dev.caravan.config.services;

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
}
