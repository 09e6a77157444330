package dev.caravan.model.notifications;

import dev.caravan.model.Ids;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import jakarta.inject.Named;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What is written down before and after a webhook is called; nothing is locked while it is. */
@Named("deliveries")
public class Deliveries {

  private static final String TABLE = "notifications.webhook_delivery";

  /** A call that is due. */
  record Call(String url, String secret, Event message) {}

  @PersistenceContext
  private Session database;

  private final EventLog events;
  private final NotificationReports reports;
  private final NotificationPolicy policy;
  private final Clock clock;

  public Deliveries(EventLog events, NotificationReports reports, NotificationPolicy policy, Clock clock) {
    this.events = events;
    this.reports = reports;
    this.policy = policy;
    this.clock = clock;
  }

  /** The first attempt to call this webhook of this message is due; once. */
  @Transactional(TxType.MANDATORY)
  void add(Webhook webhook, Event message, boolean ofNotification) {
    database.createNativeQuery("""
            insert into notifications.webhook_delivery
              (id, webhook_id, message_id, type, of_notification, attempt, status, due_at, created_at)
            values (:id, :webhook, :message, :type, :notification, 1, 'PENDING', :now, :now)
            on conflict on constraint an_attempt_is_made_once do nothing""").addSynchronizedQuerySpace(TABLE)
        .setParameter("id", Ids.next()).setParameter("webhook", webhook.id()).setParameter("message", message.id())
        .setParameter("type", message.type()).setParameter("notification", ofNotification)
        .setParameter("now", clock.instant()).executeUpdate();
  }

  /**
   * Ids of calls that are due, for the caller to make: nobody else is told of them for a while. Of a webhook that fails
   * it is one at a time, so that it holds nobody else up.
   */
  @Transactional
  public List<String> due(int limit) {
    var now = clock.instant();
    return database.createNativeQuery("""
            with due as (
              select d.id, d.webhook_id from notifications.webhook_delivery d join notifications.webhook w on w.id = d.webhook_id
              where d.status = 'PENDING' and d.due_at <= :now and w.status = 'ACTIVE' and (w.failing_since is null
                or w.retry_at <= :now and d.id = (
                  select e.id from notifications.webhook_delivery e
                  where e.webhook_id = w.id and e.status = 'PENDING' order by e.due_at, e.id limit 1))
              order by d.due_at limit :limit for update of d skip locked),
            resting as (
              update notifications.webhook set retry_at = :lease
              where failing_since is not null and id in (select webhook_id from due))
            update notifications.webhook_delivery set due_at = :lease where id in (select id from due) returning id::text""", String.class)
        .addSynchronizedQuerySpace(TABLE)
        .setParameter("now", now).setParameter("lease", now.plus(NotificationPolicy.LEASE)).setParameter("limit", limit)
        .getResultList();
  }

  /** What is to be posted; nothing if that was done, or the webhook is not there any more. */
  @Transactional
  Optional<Call> begin(String id) {
    return Optional.ofNullable(database.find(WebhookDelivery.class, UUID.fromString(id))).filter(WebhookDelivery::isPending)
        .flatMap(delivery -> {
          var webhook = Objects.requireNonNull(database.find(Webhook.class, delivery.webhookId()));
          var message = delivery.isOfNotification()
              ? Optional.of(database.find(Notification.class, delivery.messageId()).message()) : events.one(delivery.messageId());
          return message.map(found -> new Call(webhook.url(), webhook.secret(), found));
        });
  }

  /** Takes in what came of the call; another attempt is due if it may help. */
  @Transactional
  void answered(String id, Attempt outcome) {
    // The webhook first, as whoever removes it does.
    var webhook = database.createQuery("select webhookId from WebhookDelivery where id = :id", UUID.class)
        .setParameter("id", UUID.fromString(id)).uniqueResultOptional()
        .map(webhookId -> database.find(Webhook.class, webhookId, LockModeType.PESSIMISTIC_WRITE)).orElse(null);
    var delivery = webhook == null ? null : database.find(WebhookDelivery.class, UUID.fromString(id));
    if (webhook == null || delivery == null || !delivery.isPending()) {
      return;
    }
    var now = clock.instant();
    delivery.ended(outcome, now);
    if (outcome.isTaken()) {
      webhook.taken();
    } else {
      var retry = now.plus(policy.waitAfter(delivery.attempt()));
      webhook.failed(now, retry);
      if (!outcome.isFinal() && delivery.attempt() < policy.attempts()) {
        database.persist(delivery.next(retry, now));
      }
      if (webhook.isActive() && (outcome.isFinal() || webhook.isFailingSince(now.minus(policy.disableAfter())))) {
        webhook.become(Webhook.Status.DISABLED);
        events.record("webhook.disabled", webhook.id().toString(),
            Map.of("webhookId", webhook.id().toString(), "reason", outcome.isFinal() ? "gone" : "failing"),
            NotificationReports.ACTOR, null);
      }
    }
    if (delivery.isOfNotification()) {
      settle(delivery.messageId(), outcome);
    }
  }

  /** A notification is sent when one of its user's webhooks has it, and has failed when none is to be tried any more. */
  private void settle(UUID notificationId, Attempt outcome) {
    var notification = database.find(Notification.class, notificationId, LockModeType.PESSIMISTIC_WRITE);
    if (!notification.isPending()) {
      return;
    }
    if (outcome.isTaken()) {
      reports.sent(notification, null);
    } else if (!arePendingOf(notificationId)) {
      reports.failed(notification, Objects.requireNonNullElse(outcome.error(), "no webhook takes it"));
    }
  }

  /** Whether anybody may yet take this message. */
  @Transactional(TxType.MANDATORY)
  boolean arePendingOf(UUID messageId) {
    return database.createQuery("select count(*) from WebhookDelivery where messageId = :id and status = PENDING", Long.class)
        .setParameter("id", messageId).getSingleResult() > 0;
  }
}
