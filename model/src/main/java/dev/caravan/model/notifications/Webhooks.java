package dev.caravan.model.notifications;

import dev.caravan.model.Created;
import dev.caravan.model.Ids;
import dev.caravan.model.Listing;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.events.Event;
import jakarta.inject.Named;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Who is called of what. */
@Named("webhooks")
public class Webhooks {

  private static final Listing<Webhook, UUID> LISTING =
      new Listing<>(Webhook.class, "createdAt", Webhook::createdAt, Webhook::id, UUID::fromString);
  private static final Listing<WebhookDelivery, UUID> DELIVERIES =
      new Listing<>(WebhookDelivery.class, "createdAt", WebhookDelivery::createdAt, WebhookDelivery::id, UUID::fromString);

  @PersistenceContext
  private Session database;

  private final Deliveries deliveries;
  private final Clock clock;

  public Webhooks(Deliveries deliveries, Clock clock) {
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /** Only of what {@link Outgoing#register} has nothing against. */
  @Transactional
  Outcome add(NewWebhook wanted) {
    var webhook = new Webhook(wanted, clock.instant());
    database.persist(webhook);
    return new Created("webhooks/" + webhook.id(), webhook.viewWithSecret());
  }

  @Transactional
  public Outcome one(String id) {
    return with(id, LockModeType.NONE, Webhook::view);
  }

  /** One page of webhooks, newest first. All parameters may be null; a wrong one is refused by its name. */
  @Transactional
  public Outcome list(@Nullable String userId, @Nullable String status, @Nullable String limit, @Nullable String cursor) {
    return LISTING.page(database,
        Map.of("userId", Optional.ofNullable(userId), "status", Optional.ofNullable(status)), limit, cursor,
        (webhooks, next) -> new WebhookView.Page(webhooks.stream().map(Webhook::view).toList(), next));
  }

  /** It is forgotten, with what was due and its log; what its user was to be told is looked at again. */
  @Transactional
  public Outcome remove(String id) {
    return with(id, LockModeType.PESSIMISTIC_WRITE, webhook -> {
      database.createMutationQuery("""
              update Notification n set dueAt = :now where status = PENDING and id in (
                select messageId from WebhookDelivery where webhookId = :id and status = PENDING)""")
          .setParameter("now", clock.instant()).setParameter("id", webhook.id()).executeUpdate();
      database.remove(webhook);
      return webhook.view();
    });
  }

  @Transactional
  public Outcome pause(String id) {
    return become(id, Webhook.Status.PAUSED);
  }

  /** It is called again, whoever had stopped it; what was due is due now. */
  @Transactional
  public Outcome resume(String id) {
    return become(id, Webhook.Status.ACTIVE);
  }

  private Outcome become(String id, Webhook.Status status) {
    return with(id, LockModeType.PESSIMISTIC_WRITE, webhook -> {
      webhook.become(status);
      return webhook.view();
    });
  }

  /** One page of the attempts to call it, newest first. */
  @Transactional
  public Outcome deliveries(String id, @Nullable String status, @Nullable String limit, @Nullable String cursor) {
    return with(id, LockModeType.NONE, webhook -> DELIVERIES.page(database,
        Map.of("status", Optional.ofNullable(status)),
        (delivery, builder) -> List.of(builder.equal(delivery.get("webhookId"), webhook.id())), limit, cursor,
        (page, next) -> new WebhookDelivery.Page(page.stream().map(WebhookDelivery::view).toList(), next)));
  }

  /** Has every webhook called that wants one of these facts; a fact that comes again is known. */
  @Transactional
  public void callOf(List<Event> facts) {
    var webhooks = database.createQuery("from Webhook where status = ACTIVE and userId is null", Webhook.class).getResultList();
    for (var webhook : webhooks) {
      facts.stream().filter(webhook::wants).forEach(fact -> deliveries.add(webhook, fact, false));
    }
  }

  /** Has every webhook of a user called of a notification. @return whether there is one that may yet take it */
  @Transactional(TxType.MANDATORY)
  boolean callOf(Notification notification) {
    var webhooks = database.createQuery("from Webhook where status = ACTIVE and userId = :user", Webhook.class)
        .setParameter("user", notification.userId()).getResultList();
    webhooks.forEach(webhook -> deliveries.add(webhook, notification.message(), true));
    return deliveries.arePendingOf(notification.id());
  }

  private Outcome with(String id, LockModeType lock, Function<Webhook, Outcome> deed) {
    return find(id, lock).map(deed).orElse(Refusal.of("not-found", "There is no webhook " + id + "."));
  }

  private Optional<Webhook> find(String id, LockModeType lock) {
    return Ids.read(id).map(known -> database.find(Webhook.class, known, lock));
  }
}
