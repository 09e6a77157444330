package dev.caravan.model.notifications;

import dev.caravan.model.Listing;
import dev.caravan.model.Outcome;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.events.Idempotency;
import dev.caravan.model.events.Inbox;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells users how their orders fare, once per milestone, and what people have to say to them. What was delivered is
 * confirmed by the fact {@code notification.sent}.
 */
@Named("notifications")
public class Notifications {

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
  private static final String SUBSCRIBER = "notifications";

  private static final Listing<Notification, UUID> LISTING =
      new Listing<>(Notification.class, "createdAt", Notification::createdAt, Notification::id, UUID::fromString);

  @PersistenceContext
  private EntityManager database;

  private final Preferences preferences;
  private final Idempotency idempotency;
  private final EventLog events;
  private final Inbox inbox;
  private final Clock clock;

  public Notifications(Preferences preferences, Idempotency idempotency, EventLog events, Inbox inbox, Clock clock) {
    this.preferences = preferences;
    this.idempotency = idempotency;
    this.events = events;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** Notifies whoever is concerned and wants to know, if the fact is a milestone. */
  @Transactional
  public void tell(Event fact) {
    var milestones = Milestone.of(fact);
    if (!milestones.isEmpty() && inbox.takesIn(SUBSCRIBER, fact.id())) {
      milestones.stream()
          .filter(milestone -> preferences.want(milestone.userId(fact), milestone, Channel.IN_APP))
          .forEach(milestone -> deliver(new Notification(fact.id(), fact.subject(), milestone.userId(fact),
              milestone.name(), milestone.words(fact), clock.instant()), fact.trace()));
    }
  }

  /** Tells a user what somebody has to say, whatever the user's preferences are: {@link Sent}, or why not. */
  @Transactional
  public Outcome send(NewNotification wanted, @Nullable String key) {
    return idempotency.once(key, wanted, () -> {
      var notification = new Notification(
          null, wanted.orderId(), wanted.userId(), wanted.typeOrMessage(), wanted.text(), clock.instant());
      deliver(notification, null);
      return new Idempotency.Done(notification.id().toString(), notification.view());
    }, Sent::new);
  }

  private void deliver(Notification notification, @Nullable String trace) {
    database.persist(notification);
    events.record("notification.sent", notification.subject(),
        Map.of("notificationId", notification.id().toString(), "type", notification.type(), "channel", notification.channel()),
        SUBSCRIBER, trace);
    LOG.atInfo().addKeyValue("type", notification.type()).addKeyValue("channel", notification.channel()).log("notification sent");
  }

  /** One page of notifications, newest first. All parameters may be null; a wrong one is refused by its name. */
  @Transactional
  public Outcome list(
      @Nullable String orderId, @Nullable String userId, @Nullable String status, @Nullable String limit, @Nullable String cursor) {
    return LISTING.page(database,
        Map.of("orderId", Optional.ofNullable(orderId), "userId", Optional.ofNullable(userId), "status", Optional.ofNullable(status)),
        limit, cursor,
        (notifications, next) -> new NotificationView.Page(notifications.stream().map(Notification::view).toList(), next));
  }
}
