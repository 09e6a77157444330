package dev.caravan.dev;

import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.FileWatcherResourceReloadStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

import java.nio.file.Path;

/** Where the routes come from, and who watches them. */
@Configuration(proxyBeanMethods = false)
class DevConfiguration {

  /** How long a queue's consumer that is to be stopped may still wait for a message, in milliseconds. */
  private static final long PATIENCE = 100;

  @Bean
  static RouteSources routeSources(ConfigurableEnvironment environment) {
    return new RouteSources(Path.of(environment.getRequiredProperty("caravan.dev.routes")), environment);
  }

  @Bean
  CamelContextConfiguration reloading(RouteSources sources) {
    return new CamelContextConfiguration() {
      @Override
      public void beforeApplicationStart(CamelContext camel) {}

      @Override
      public void afterApplicationStart(CamelContext camel) {
        var reload = new Reload(camel, sources);
        var watcher = new FileWatcherResourceReloadStrategy(sources.folder().toString(), true);
        watcher.setFileFilter(file -> file.getName().endsWith(".java"));
        watcher.setResourceReload((name, resource) -> reload.saved(Path.of(name)));
        try {
          camel.addService(watcher, true, true);
        } catch (Exception e) {
          throw new IllegalStateException("Nobody can watch " + sources.folder(), e);
        }
      }
    };
  }

  @Bean
  ComponentCustomizer impatience() {
    return ComponentCustomizer.builder(JmsComponent.class).build(broker -> broker.setReceiveTimeout(PATIENCE));
  }
}
