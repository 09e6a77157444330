package dev.caravan.model.notifications;

import dev.caravan.model.notifications.Mailer.Letter;
import dev.caravan.model.users.Users;
import jakarta.inject.Named;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.hibernate.Session;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What is written down of a notification before and after it leaves the house; nothing is locked while it does. */
@Named("departures")
public class Departures {

  @PersistenceContext
  private Session database;

  private final Preferences preferences;
  private final Users users;
  private final Webhooks webhooks;
  private final NotificationReports reports;
  private final NotificationPolicy policy;
  private final Clock clock;

  public Departures(
      Preferences preferences, Users users, Webhooks webhooks, NotificationReports reports, NotificationPolicy policy, Clock clock) {
    this.preferences = preferences;
    this.users = users;
    this.webhooks = webhooks;
    this.reports = reports;
    this.policy = policy;
    this.clock = clock;
  }

  /** Ids of notifications that are due, for the caller to hand over: nobody else is told of them for a while. */
  @Transactional
  public List<String> due(int limit) {
    var now = clock.instant();
    return database.createNativeQuery("""
            update notifications.notification set due_at = :lease
            where id in (select id from notifications.notification where status = 'PENDING' and due_at <= :now
                         order by due_at limit :limit for update skip locked)
            returning id::text""", String.class).addSynchronizedQuerySpace("notifications.notification")
        .setParameter("lease", now.plus(NotificationPolicy.LEASE)).setParameter("now", now).setParameter("limit", limit)
        .getResultList();
  }

  /** The letter that is to be sent now, if it is one: in quiet hours it waits, and webhooks are called by themselves. */
  @Transactional
  Optional<Letter> begin(String id) {
    var notification = pending(id);
    if (notification.isEmpty()) {
      return Optional.empty();
    }
    var found = notification.get();
    var quiet = Optional.ofNullable(preferences.wantedBy(found.userId()).quietHours()).flatMap(hours -> hours.endAfter(clock.instant()));
    if (quiet.isPresent()) {
      found.putOff(quiet.get());
      return Optional.empty();
    }
    return found.channel() == Channel.WEBHOOK ? call(found) : write(found);
  }

  private Optional<Letter> call(Notification notification) {
    if (webhooks.callOf(notification)) {
      notification.handedOn();
    } else {
      reports.failed(notification, "the user has no active webhook");
    }
    return Optional.empty();
  }

  private Optional<Letter> write(Notification notification) {
    var address = users.addressOf(notification.userId());
    if (address.isEmpty()) {
      reports.failed(notification, "no address");
    } else {
      notification.attempted();
    }
    return address.map(notification::to);
  }

  /** Takes in what came of sending a letter; it is sent again later if that may help. */
  @Transactional
  void answered(String id, Attempt outcome) {
    pending(id).ifPresent(notification -> {
      if (outcome.isTaken()) {
        reports.sent(notification, null);
      } else if (outcome.isFinal() || notification.attempts() >= policy.attempts()) {
        reports.failed(notification, Objects.requireNonNullElse(outcome.error(), "not taken"));
      } else {
        notification.putOff(clock.instant().plus(policy.waitAfter(notification.attempts())));
      }
    });
  }

  private Optional<Notification> pending(String id) {
    return Optional.ofNullable(database.find(Notification.class, UUID.fromString(id), LockModeType.PESSIMISTIC_WRITE))
        .filter(Notification::isPending);
  }
}
