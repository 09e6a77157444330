package dev.caravan.model.notifications;

import dev.caravan.model.events.EventLog;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.Map;

/** Says what became of notifications, by the facts {@code notification.sent} and {@code notification.failed}. */
@Named("notificationReports")
public class NotificationReports {

  static final String ACTOR = "notifications";

  private static final Logger LOG = LoggerFactory.getLogger(NotificationReports.class);

  private final EventLog events;
  private final Clock clock;

  public NotificationReports(EventLog events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  @Transactional(TxType.MANDATORY)
  void sent(Notification notification, @Nullable String trace) {
    notification.sent(clock.instant());
    report("notification.sent", notification, trace);
    LOG.atInfo().addKeyValue("type", notification.type()).addKeyValue("channel", notification.channel()).log("notification sent");
  }

  /** @param error in words, for whoever looks the notification up; the fact does not repeat it */
  @Transactional(TxType.MANDATORY)
  void failed(Notification notification, String error) {
    notification.failed(error);
    report("notification.failed", notification, null);
    LOG.atWarn().addKeyValue("type", notification.type()).addKeyValue("channel", notification.channel())
        .addKeyValue("notificationId", notification.id()).log("notification failed");
  }

  private void report(String fact, Notification notification, @Nullable String trace) {
    events.record(fact, notification.subject(),
        Map.of("notificationId", notification.id().toString(), "type", notification.type(), "channel", notification.channel()),
        ACTOR, trace);
  }
}
