package dev.caravan.model.notifications;

import dev.caravan.model.Listing;
import dev.caravan.model.Outcome;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.Idempotency;
import dev.caravan.model.events.Inbox;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells users how their orders fare and what they wanted to be reminded of, once per milestone, and what people have to say
 * to them: at once in the application, outside it as {@link Outgoing} gets to it.
 */
@Named("notifications")
public class Notifications {

  private static final String SUBSCRIBER = "notifications";

  private static final Listing<Notification, UUID> LISTING =
      new Listing<>(Notification.class, "createdAt", Notification::createdAt, Notification::id, UUID::fromString);

  @PersistenceContext
  private EntityManager database;

  private final Preferences preferences;
  private final Idempotency idempotency;
  private final NotificationReports reports;
  private final Inbox inbox;
  private final Clock clock;

  public Notifications(Preferences preferences, Idempotency idempotency, NotificationReports reports, Inbox inbox, Clock clock) {
    this.preferences = preferences;
    this.idempotency = idempotency;
    this.reports = reports;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** Notifies whoever is concerned and wants to know, if the fact is a milestone. */
  @Transactional
  public void tell(Event fact) {
    var milestones = Milestone.of(fact);
    if (milestones.isEmpty() || !inbox.takesIn(SUBSCRIBER, fact.id())) {
      return;
    }
    for (var milestone : milestones) {
      for (var user : milestone.users(fact)) {
        for (var channel : preferences.wantedBy(user).channelsFor(milestone)) {
          deliver(new Notification(fact, (String) fact.data().get(Event.ORDER_ID), user, milestone.name(), channel,
              milestone.words(fact), clock.instant()), fact.trace());
        }
      }
    }
  }

  /** Tells a user what somebody has to say, whatever the user's preferences are: {@link Sent}, or why not. */
  @Transactional
  public Outcome send(NewNotification wanted, @Nullable String key) {
    return idempotency.once(key, wanted, () -> {
      var notification = new Notification(null, wanted.orderId(), wanted.userId(), wanted.typeOrMessage(),
          wanted.channelOrInApp(), wanted.text(), clock.instant());
      deliver(notification, null);
      return new Idempotency.Done(notification.id().toString(), notification.view());
    }, Sent::new);
  }

  private void deliver(Notification notification, @Nullable String trace) {
    database.persist(notification);
    if (notification.channel() == Channel.IN_APP) {
      reports.sent(notification, trace);
    }
  }

  /** One page of notifications, newest first. All parameters may be null; a wrong one is refused by its name. */
  @Transactional
  public Outcome list(
      @Nullable String orderId, @Nullable String taskId, @Nullable String userId, @Nullable String status, @Nullable String limit, @Nullable String cursor) {
    return LISTING.page(database,
        Map.of("orderId", Optional.ofNullable(orderId), "taskId", Optional.ofNullable(taskId), "userId", Optional.ofNullable(userId), "status", Optional.ofNullable(status)),
        limit, cursor,
        (notifications, next) -> new NotificationView.Page(notifications.stream().map(Notification::view).toList(), next));
  }
}
