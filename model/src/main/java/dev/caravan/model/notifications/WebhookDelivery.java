package dev.caravan.model.notifications;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One attempt to hand one message over to one webhook: made, or due. */
@Entity
@Table(schema = "notifications", name = "webhook_delivery")
public class WebhookDelivery {

  @Id private UUID id;
  private UUID webhookId;
  private UUID messageId;
  private String type;
  private boolean ofNotification;
  private int attempt;
  @Enumerated(EnumType.STRING) private Notification.Status status = Notification.Status.PENDING;
  private Instant dueAt;
  private @Nullable Integer code;
  private @Nullable Long millis;
  private @Nullable String error;
  private Instant createdAt;
  private @Nullable Instant endedAt;

  @SuppressWarnings("NullAway.Init")
  protected WebhookDelivery() {}

  private WebhookDelivery(WebhookDelivery former, Instant due, Instant now) {
    this.id = Ids.next();
    this.webhookId = former.webhookId;
    this.messageId = former.messageId;
    this.type = former.type;
    this.ofNotification = former.ofNotification;
    this.attempt = former.attempt + 1;
    this.dueAt = due;
    this.createdAt = now;
  }

  /** The attempt after this one. */
  WebhookDelivery next(Instant due, Instant now) {
    return new WebhookDelivery(this, due, now);
  }

  void ended(Attempt outcome, Instant now) {
    status = outcome.isTaken() ? Notification.Status.SENT : Notification.Status.FAILED;
    code = outcome.code();
    millis = outcome.millis();
    error = outcome.error();
    endedAt = now;
  }

  boolean isPending() {
    return status == Notification.Status.PENDING;
  }

  UUID id() {
    return id;
  }

  UUID webhookId() {
    return webhookId;
  }

  UUID messageId() {
    return messageId;
  }

  boolean isOfNotification() {
    return ofNotification;
  }

  int attempt() {
    return attempt;
  }

  Instant createdAt() {
    return createdAt;
  }

  View view() {
    return new View(id, messageId, type, attempt, status, isPending() ? dueAt : null, code, millis, error, createdAt, endedAt);
  }

  /**
   * An attempt as the webhook's owner sees it.
   *
   * @param messageId id of the fact or the notification, which is the header {@code webhook-id}
   * @param code HTTP status of the answer, if there was one
   * @param millis how long it took
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record View(
      UUID id, UUID messageId, String type, int attempt, Notification.Status status, @Nullable Instant dueAt,
      @Nullable Integer code, @Nullable Long millis, @Nullable String error, Instant createdAt, @Nullable Instant endedAt)
      implements Outcome {}

  /** One page of attempts, newest first. */
  public record Page(List<View> deliveries, @Nullable String next) implements Paged {}
}
