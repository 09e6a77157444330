package dev.caravan.model.notifications;

import dev.caravan.model.events.Topic;
import dev.caravan.model.live.Subscriber;
import dev.caravan.model.live.Subscribers;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.hibernate.Session;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The webhooks that are called of what is published on a topic, by id: their addresses are nobody else's business. */
@Named("webhookSubscribers")
public class WebhookSubscribers implements Subscribers {

  @PersistenceContext
  private Session database;

  @Override
  @Transactional
  public Map<String, List<Subscriber>> byTopic() {
    var webhooks = database.createQuery("from Webhook where userId is null and status = ACTIVE order by createdAt", Webhook.class).getResultList();
    return Arrays.stream(Topic.values()).map(Topic::toString).collect(Collectors.toMap(Function.identity(), topic -> webhooks.stream()
        .filter(webhook -> webhook.hears(topic))
        .map(webhook -> new Subscriber(Subscriber.Kind.WEBHOOK, webhook.id().toString(), null, null)).toList()));
  }
}
