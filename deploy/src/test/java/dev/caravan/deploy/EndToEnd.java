package dev.caravan.deploy;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test of the whole application, with its database, broker and coordinator, in the {@link Setting} that was asked for; all
 * such tests share one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = {Caravan.class, FaultyGateway.class, Backstage.class, Accidents.class, MovableClock.class, HeldCarrier.class},
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "caravan.data=target/end-to-end/${random.uuid}",
      "caravan.database.port=0",
      "caravan.broker.ports.core=0",
      "caravan.broker.ports.amqp=0",
      "caravan.broker.ports.stomp=0",
      "caravan.broker.ports.mqtt=0",
      "caravan.internal.port=0",
      "management.server.port=0",
      "management.prometheus.metrics.export.enabled=true",
      "caravan.orders.patience=3s",
      "caravan.saga.time-limit=20s",
      "caravan.saga.recovery=2s",
      "caravan.orders.deadline-reserve=4s",
      "caravan.shipping.back-off=200ms",
      "caravan.payments.back-off=200ms",
      "caravan.tasks.patience=2s",
      "tasks.sweep=quartz:tasks/sweep?trigger.repeatInterval=500",
      "tasks.settle=quartz:tasks/settle?trigger.repeatInterval=500",
      "caravan.live.silence=5s",
      "live.ping=quartz:live/ping?trigger.repeatInterval=1000",
      "server.tomcat.connection-timeout=5s",
      "caravan.notifications.attempts=4",
      "caravan.notifications.back-off=200ms",
      "caravan.notifications.webhooks.timeout=2s",
      "caravan.notifications.webhooks.allow-private=true"
    })
@ActiveProfiles(resolver = Setting.class)
@ContextConfiguration(initializers = {PostOffice.class, Setting.class})
@interface EndToEnd {}
