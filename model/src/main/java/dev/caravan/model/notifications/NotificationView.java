package dev.caravan.model.notifications;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Outcome;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A notification as its reader sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationView(
    UUID id, @Nullable String orderId, String userId, String type, String channel, String text,
    Notification.Status status, Instant createdAt, @Nullable Instant sentAt, @Nullable String errorMessage) {

  /** The newest first. */
  public record All(List<NotificationView> notifications) implements Outcome {}
}
