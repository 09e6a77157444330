package dev.caravan.config.saga;

import dev.caravan.config.ChildProcess;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.SagaCompletionMode;
import org.apache.camel.model.SagaPropagation;
import org.apache.camel.support.ExchangeHelper;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.data.jpa.JpaRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** An application of three steps, each with its undo, that take notes; no component, so that no scan finds it. */
@EnableAutoConfiguration(exclude = {
    FlywayAutoConfiguration.class, HibernateJpaAutoConfiguration.class, JpaRepositoriesAutoConfiguration.class,
    QuartzAutoConfiguration.class, SecurityAutoConfiguration.class, SecurityFilterAutoConfiguration.class,
    UserDetailsServiceAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
@ComponentScan({"dev.caravan.config.embedded", "dev.caravan.config.saga"})
class SagaApplication {

  static final List<String> STEPS = List.of("reserve-stock", "hold-payment", "place-escrow");

  /** What was called, in order, and what is to fail. */
  static final class Notes {
    record Call(String route, Map<String, Object> headers) {}

    final List<Call> undone = new CopyOnWriteArrayList<>();
    final List<String> done = new CopyOnWriteArrayList<>();
    final AtomicInteger failuresToCome = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    final Set<String> failingSteps = ConcurrentHashMap.newKeySet();

    void step(Exchange exchange) {
      done.add(ExchangeHelper.getRouteId(exchange));
      if (failingSteps.contains(exchange.getMessage().getHeader("orderId", String.class))
          && done.size() % STEPS.size() == 0) {
        throw new IllegalStateException("no escrow");
      }
    }

    void undo(Exchange exchange) {
      if (failuresToCome.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        failures.incrementAndGet();
        throw new IllegalStateException("the undo fails");
      }
      undone.add(new Call(exchange.getFromRouteId(), Map.copyOf(exchange.getMessage().getHeaders())));
    }

    List<String> undone(String orderId) {
      return undone.stream().filter(c -> orderId.equals(c.headers().get("orderId"))).map(Call::route).sorted().toList();
    }
  }

  @Bean
  Notes notes() {
    return new Notes();
  }

  @Bean
  RouteBuilder routes(Notes notes) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        onException(UnsupportedOperationException.class).handled(true);

        from("direct:open").routeId("open")
            .saga().propagation(SagaPropagation.REQUIRES_NEW).completionMode(SagaCompletionMode.MANUAL)
            .to("direct:reserve-stock", "direct:hold-payment");

        from("direct:place").routeId("place")
            .saga().propagation(SagaPropagation.REQUIRES_NEW)
            .to("direct:reserve-stock", "direct:hold-payment", "direct:place-escrow");

        from("direct:close").routeId("close").to("saga:complete");
        from("direct:cancel").routeId("cancel").to("saga:compensate");

        for (var step : STEPS) {
          from("direct:" + step).routeId(step)
              .saga().propagation(SagaPropagation.MANDATORY).option("orderId", header("orderId"))
              .compensation("direct:undo-" + step)
              .process(notes::step);
          from("direct:undo-" + step).routeId("undo-" + step).process(notes::undo);
        }

        from("direct:not-an-undo").routeId("not-an-undo").process(notes::undo);

        from("direct:hide").routeId("hide")
            .saga().propagation(SagaPropagation.MANDATORY).option("orderId", header("orderId"))
            .compensation("direct:undo-hide")
            .log("hidden");
        from("direct:undo-hide").routeId("undo-hide").process(exchange -> {
          if (notes.failuresToCome.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            notes.failures.incrementAndGet();
            throw new UnsupportedOperationException("handled by the error policy");
          }
          notes.undo(exchange);
        });
      }
    };
  }

  /** Starts it on free ports, unless the arguments say otherwise. */
  static ConfigurableApplicationContext start(String... arguments) {
    var settings = Stream.of(
        "server.address=127.0.0.1", "server.port=0", "management.server.port=-1", "caravan.database.port=0",
        "caravan.broker.ports.core=-1", "caravan.broker.ports.amqp=-1", "caravan.broker.ports.stomp=-1",
        "caravan.broker.ports.mqtt=-1", "caravan.saga.recovery=1s", "spring.config.name=none").map("--"::concat)
        .filter(setting -> Stream.of(arguments).noneMatch(given -> given.startsWith(setting.substring(0, setting.indexOf('=') + 1))));
    return new SpringApplicationBuilder(SagaApplication.class)
        .run(Stream.concat(settings, Stream.of(arguments)).toArray(String[]::new));
  }

  static String open(ConfigurableApplicationContext application, String orderId) {
    var exchange = application.getBean(ProducerTemplate.class)
        .request("direct:open", e -> e.getMessage().setHeader("orderId", orderId));
    if (exchange.getException() != null) {
      throw new IllegalStateException(exchange.getException());
    }
    return exchange.getMessage().getHeader(Exchange.SAGA_LONG_RUNNING_ACTION, String.class);
  }

  /** Opens a saga and waits to be killed. */
  public static void main(String[] arguments) throws InterruptedException {
    open(start(arguments), "order-of-the-dead");
    ChildProcess.awaitDeath();
  }
}
