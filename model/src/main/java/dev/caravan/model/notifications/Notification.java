package dev.caravan.model.notifications;

import dev.caravan.model.Ids;
import dev.caravan.model.events.Event;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** One message to one user over one channel: of a milestone, or from somebody. */
@Entity
@Table(schema = "notifications", name = "notification")
public class Notification {

  static final String MESSAGE = "notification";

  public enum Status {
    PENDING, SENT, FAILED
  }

  @Id private UUID id;
  private @Nullable UUID eventId;
  private @Nullable String orderId;
  private @Nullable String taskId;
  private String userId;
  private String type;
  @Enumerated(EnumType.STRING) private Channel channel;
  private String text;
  @Enumerated(EnumType.STRING) private Status status = Status.PENDING;
  private Instant createdAt;
  private int attempts;
  private @Nullable Instant dueAt;
  private @Nullable Instant sentAt;
  private @Nullable String errorMessage;

  @SuppressWarnings("NullAway.Init")
  protected Notification() {}

  /** One that is due at once. */
  Notification(@Nullable Event fact, @Nullable String orderId, String userId, String type, Channel channel, String text, Instant now) {
    this.id = Ids.next();
    this.eventId = fact == null ? null : fact.id();
    this.orderId = orderId;
    this.taskId = fact == null ? null : (String) fact.data().get(Event.TASK_ID);
    this.userId = userId;
    this.type = type;
    this.channel = channel;
    this.text = text;
    this.createdAt = now;
    this.dueAt = now;
  }

  void attempted() {
    attempts++;
  }

  /** It is not tried before then. */
  void putOff(Instant until) {
    dueAt = until;
  }

  /** It is pending until whoever has it now says what became of it. */
  void handedOn() {
    dueAt = null;
  }

  void sent(Instant now) {
    status = Status.SENT;
    dueAt = null;
    sentAt = now;
  }

  void failed(String error) {
    status = Status.FAILED;
    dueAt = null;
    errorMessage = error;
  }

  boolean isPending() {
    return status == Status.PENDING;
  }

  int attempts() {
    return attempts;
  }

  /** What it is about in a line: a reminder is a line itself, of others it is what kind they are of. */
  private String headline() {
    return type.equals(Milestone.REMINDER.name())
        ? text : type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  Mailer.Letter to(String address) {
    return new Mailer.Letter(id, address, headline(), text, orderId, createdAt);
  }

  /** What the user's webhooks get: a message of the type {@code notification} that is nowhere told as a fact. */
  Event message() {
    var data = new HashMap<String, Object>(Map.of("notificationId", id.toString(), "userId", userId, "type", type, "text", text));
    if (orderId != null) {
      data.put(Event.ORDER_ID, orderId);
    }
    if (taskId != null) {
      data.put(Event.TASK_ID, taskId);
    }
    return new Event(0, id, MESSAGE, userId, data, "notifications", createdAt, null);
  }

  UUID id() {
    return id;
  }

  /** What it is about: an order, a task, or nothing but itself. */
  String subject() {
    return orderId != null ? orderId : taskId != null ? taskId : id.toString();
  }

  String userId() {
    return userId;
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
    return new NotificationView(id, orderId, taskId, userId, type, channel, text, status, createdAt, dueAt, sentAt, errorMessage);
  }
}
