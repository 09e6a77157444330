package dev.caravan.dev.group;

import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * Gives Camel JBang what the application's routes find there: the model's beans with their transactions, the broker, and the
 * names of endpoints. The settings are the application's.
 */
@EnableAutoConfiguration
@ComponentScan("dev.caravan.config")
public final class Beans implements ContextServicePlugin {

  private static final long RECEIVE_MILLIS = 100;

  private @Nullable ConfigurableApplicationContext beans;

  @Override
  public void load(CamelContext camel) {
    var started = new SpringApplicationBuilder(Beans.class).web(WebApplicationType.NONE).profiles("dev")
        .run("--caravan.services=none");
    beans = started;
    // A consumer that is to be stopped waits as long for its queue.
    started.getBean(JmsComponent.class).setReceiveTimeout(RECEIVE_MILLIS);
    camel.getRegistry(DefaultRegistry.class).addBeanRepository(new ApplicationContextBeanRepository(started));
    camel.getPropertiesComponent().addPropertiesSource(new PropertiesSource() {
      @Override
      public String getName() {
        return "caravan";
      }

      @Override
      public @Nullable String getProperty(String name) {
        return started.getEnvironment().getProperty(name);
      }
    });
  }

  @Override
  public void unload(CamelContext camel) {
    if (beans != null) {
      beans.close();
    }
  }
}
