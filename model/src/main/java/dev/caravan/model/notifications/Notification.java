package dev.caravan.model.notifications;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** One message to one user over one channel. */
@Entity
@Table(schema = "notifications", name = "notification")
public class Notification {

  public enum Status {
    PENDING, SENT, FAILED
  }

  @Id private UUID id;
  private UUID eventId;
  private @Nullable String orderId;
  private String userId;
  private String type;
  private String channel;
  private String text;
  @Enumerated(EnumType.STRING) private Status status = Status.SENT;
  private Instant createdAt;
  private @Nullable Instant sentAt;
  private @Nullable String errorMessage;

  @SuppressWarnings("NullAway.Init")
  protected Notification() {}

  /** One in the application itself: it is there as soon as it is written. */
  Notification(UUID id, UUID eventId, String orderId, String userId, String type, String channel, String text, Instant now) {
    this.id = id;
    this.eventId = eventId;
    this.orderId = orderId;
    this.userId = userId;
    this.type = type;
    this.channel = channel;
    this.text = text;
    this.createdAt = now;
    this.sentAt = now;
  }

  UUID id() {
    return id;
  }

  NotificationView view() {
    return new NotificationView(id, orderId, userId, type, channel, text, status, createdAt, sentAt, errorMessage);
  }
}
