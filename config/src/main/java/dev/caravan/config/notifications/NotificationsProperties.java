package dev.caravan.config.notifications;

import dev.caravan.model.notifications.NotificationPolicy;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How notifications leave the house.
 *
 * @param attempts how often somebody outside is tried, at least 1
 * @param backOff wait before the second attempt, doubled before every further one up to ten minutes
 * @param hands how many letters and calls are under way at a time
 */
@ConfigurationProperties("caravan.notifications")
record NotificationsProperties(
    @DefaultValue("12") int attempts,
    @DefaultValue("5s") Duration backOff,
    @DefaultValue("8") int hands,
    @DefaultValue Mail mail,
    @DefaultValue Webhooks webhooks) {

  NotificationPolicy policy() {
    return new NotificationPolicy(attempts, backOff, webhooks.disableAfter());
  }

  /**
   * The mail server.
   *
   * @param host empty: no e-mail is sent
   * @param user empty: nobody logs in
   * @param from the sender's address
   * @param encrypted whether the connection must be upgraded by STARTTLS before anything is said
   * @param timeout longest wait for a connection, an answer, or a write
   */
  record Mail(
      @DefaultValue("") String host,
      @DefaultValue("587") int port,
      @DefaultValue("") String user,
      @DefaultValue("") String password,
      @DefaultValue("caravan@localhost") String from,
      @DefaultValue("true") boolean encrypted,
      @DefaultValue("10s") Duration timeout) {

    @Override
    public String toString() {
      return "Mail[host=" + host + ", port=" + port + ", user=" + user + ", from=" + from + "]";
    }
  }

  /**
   * Calls to webhooks.
   *
   * @param timeout longest time for a whole call
   * @param disableAfter a webhook that has taken nothing for so long is disabled
   * @param allowPrivate for tests: private addresses may be called, and without TLS
   */
  record Webhooks(
      @DefaultValue("10s") Duration timeout,
      @DefaultValue("5d") Duration disableAfter,
      @DefaultValue("false") boolean allowPrivate) {}
}
