package dev.caravan.model.notifications;

import dev.caravan.model.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** One message to one user over one channel: of a milestone, or from somebody. */
@Entity
@Table(schema = "notifications", name = "notification")
public class Notification {

  public enum Status {
    PENDING, SENT, FAILED
  }

  @Id private UUID id;
  private @Nullable UUID eventId;
  private @Nullable String orderId;
  private String userId;
  private String type;
  @Enumerated(EnumType.STRING) private Channel channel;
  private String text;
  @Enumerated(EnumType.STRING) private Status status = Status.SENT;
  private Instant createdAt;
  private @Nullable Instant sentAt;
  private @Nullable String errorMessage;

  @SuppressWarnings("NullAway.Init")
  protected Notification() {}

  /** One in the application itself: it is there as soon as it is written. */
  Notification(@Nullable UUID eventId, @Nullable String orderId, String userId, String type, String text, Instant now) {
    this.id = Ids.next();
    this.eventId = eventId;
    this.orderId = orderId;
    this.userId = userId;
    this.type = type;
    this.channel = Channel.IN_APP;
    this.text = text;
    this.createdAt = now;
    this.sentAt = now;
  }

  UUID id() {
    return id;
  }

  /** What it is about: an order, or nothing but itself. */
  String subject() {
    return orderId == null ? id.toString() : orderId;
  }

  String type() {
    return type;
  }

  Channel channel() {
    return channel;
  }

  Instant createdAt() {
    return createdAt;
  }

  NotificationView view() {
    return new NotificationView(id, orderId, userId, type, channel, text, status, createdAt, sentAt, errorMessage);
  }
}
