package dev.caravan.model.notifications;

import dev.caravan.model.Ids;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.events.Inbox;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.criteria.Predicate;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;

/** Tells customers how their orders fare: once per milestone, in the application itself. */
@Named("notifications")
public class Notifications {

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
  private static final String SUBSCRIBER = "notifications";
  private static final String IN_APP = "in-app";
  private static final int NEWEST = 100;

  @PersistenceContext
  private EntityManager database;

  private final EventLog events;
  private final Inbox inbox;
  private final Clock clock;

  public Notifications(EventLog events, Inbox inbox, Clock clock) {
    this.events = events;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** Notifies of a fact if it is a milestone. What was delivered is confirmed by the fact {@code notification.sent}. */
  @Transactional
  public void tell(Event fact) {
    Milestone.of(fact.type())
        .filter(milestone -> inbox.takesIn(SUBSCRIBER, fact.id()))
        .ifPresent(milestone -> send(fact, milestone));
  }

  private void send(Event fact, Milestone milestone) {
    var notification = new Notification(Ids.next(), fact.id(), fact.subject(), String.valueOf(fact.data().get("customerId")),
        milestone.name(), IN_APP, milestone.words(fact.data()), clock.instant());
    database.persist(notification);
    events.record("notification.sent", fact.subject(),
        Map.of("notificationId", notification.id().toString(), "type", milestone.name(), "channel", IN_APP),
        SUBSCRIBER, fact.trace());
    LOG.atInfo().addKeyValue("type", milestone).addKeyValue("channel", IN_APP).log("notification sent");
  }

  /** The newest notifications, at most 100; each parameter may be null. */
  @Transactional
  public NotificationView.All list(@Nullable String orderId, @Nullable String userId) {
    var builder = database.getCriteriaBuilder();
    var query = builder.createQuery(Notification.class);
    var notification = query.from(Notification.class);
    var conditions = new ArrayList<Predicate>();
    if (orderId != null) {
      conditions.add(builder.equal(notification.get("orderId"), orderId));
    }
    if (userId != null) {
      conditions.add(builder.equal(notification.get("userId"), userId));
    }
    query.where(conditions.toArray(Predicate[]::new)).orderBy(builder.desc(notification.get("createdAt")));
    return new NotificationView.All(database.createQuery(query).setMaxResults(NEWEST).getResultStream()
        .map(Notification::view).toList());
  }
}
