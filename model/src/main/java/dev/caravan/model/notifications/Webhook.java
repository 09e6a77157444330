package dev.caravan.model.notifications;

import dev.caravan.model.Ids;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.Topic;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** An address on the web that somebody wants to be called at. Its secret is said once, to whoever registers it. */
@Entity
@Table(schema = "notifications", name = "webhook")
public class Webhook {

  public enum Status {
    ACTIVE,
    /** Somebody has stopped it; what is due waits, what happens meanwhile is not kept for it. */
    PAUSED,
    /** As if paused, by Caravan itself: it has failed for too long or said that it is gone. */
    DISABLED
  }

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final String SECRET_PREFIX = "whsec_";

  @Id private UUID id;
  private String url;
  private @Nullable String description;
  private String secret;
  private @Nullable String userId;
  @JdbcTypeCode(SqlTypes.JSON) private List<String> topics;
  @JdbcTypeCode(SqlTypes.JSON) private List<String> types;
  @Enumerated(EnumType.STRING) private Status status = Status.ACTIVE;
  private @Nullable Instant failingSince;
  private @Nullable Instant retryAt;
  private Instant createdAt;

  @SuppressWarnings("NullAway.Init")
  protected Webhook() {}

  Webhook(NewWebhook wanted, Instant now) {
    this.id = Ids.next();
    this.url = wanted.url();
    this.description = wanted.description();
    this.secret = newSecret();
    this.userId = wanted.userId();
    this.topics = wanted.wantedTopics().stream().map(Topic::toString).toList();
    this.types = wanted.wantedTypes();
    this.createdAt = now;
  }

  private static String newSecret() {
    var bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /** Whether it is to be called of this fact; not of what was true before it was there. */
  boolean wants(Event fact) {
    var published = Topic.of(fact);
    return !published.isEmpty() && !fact.occurredAt().isBefore(createdAt)
        && published.stream().map(Topic::toString).anyMatch(this::hears)
        && (types.isEmpty() || types.stream().anyMatch(type -> covers(type, fact.type())));
  }

  /** Whether it is to be called of facts on this topic, if their types are wanted. */
  boolean hears(String topic) {
    return topics.isEmpty() || topics.contains(topic);
  }

  private static boolean covers(String pattern, String type) {
    return pattern.endsWith("*") ? type.startsWith(pattern.substring(0, pattern.length() - 1)) : pattern.equals(type);
  }

  void taken() {
    failingSince = null;
    retryAt = null;
  }

  /** @param retry until when it is left alone */
  void failed(Instant now, Instant retry) {
    failingSince = failingSince == null ? now : failingSince;
    retryAt = retry;
  }

  boolean isFailingSince(Instant then) {
    return failingSince != null && !failingSince.isAfter(then);
  }

  void become(Status next) {
    status = next;
    taken();
  }

  boolean isActive() {
    return status == Status.ACTIVE;
  }

  UUID id() {
    return id;
  }

  String url() {
    return url;
  }

  String secret() {
    return secret;
  }

  Instant createdAt() {
    return createdAt;
  }

  WebhookView view() {
    return new WebhookView(id, url, description, userId, topics, types, status, failingSince, createdAt, null);
  }

  WebhookView viewWithSecret() {
    return new WebhookView(id, url, description, userId, topics, types, status, failingSince, createdAt, secret);
  }
}
