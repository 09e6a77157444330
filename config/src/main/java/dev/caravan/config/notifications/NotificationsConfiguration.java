package dev.caravan.config.notifications;

import dev.caravan.config.events.CloudEvents;
import dev.caravan.model.notifications.Attempt;
import dev.caravan.model.notifications.Mailer;
import dev.caravan.model.notifications.NotificationPolicy;
import dev.caravan.model.notifications.WebhookCaller;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** Who takes letters and calls out, and how many at a time. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotificationsProperties.class)
class NotificationsConfiguration {

  @Bean
  NotificationPolicy notificationPolicy(NotificationsProperties properties) {
    return properties.policy();
  }

  @Bean
  Mailer mailer(NotificationsProperties properties) {
    return properties.mail().host().isEmpty()
        ? letter -> new Attempt(Attempt.Result.REFUSED, null, "no mail server is set up", 0) : new SmtpMailer(properties.mail());
  }

  @Bean(destroyMethod = "close")
  WebhookCaller webhookCaller(NotificationsProperties properties, CloudEvents cloudEvents, Clock clock) {
    var webhooks = properties.webhooks();
    return new HttpWebhookCaller(
        new PublicAddresses(PublicAddresses.SYSTEM, webhooks.allowPrivate()), cloudEvents, clock, webhooks.timeout());
  }

  /** When all hands are full, whoever has more to hand out does it, and finds nothing else meanwhile. */
  @Bean
  ThreadPoolProfile hands(NotificationsProperties properties) {
    var profile = new ThreadPoolProfile("hands");
    profile.setPoolSize(properties.hands());
    profile.setMaxPoolSize(properties.hands());
    profile.setMaxQueueSize(properties.hands());
    profile.setRejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns);
    return profile;
  }
}
