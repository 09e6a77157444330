package dev.caravan.model.notifications;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A notification as its reader sees it.
 *
 * @param dueAt when a PENDING one is tried next
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationView(
    UUID id, @Nullable String orderId, @Nullable String taskId, String userId, String type, Channel channel, String text,
    Notification.Status status, Instant createdAt, @Nullable Instant dueAt, @Nullable Instant sentAt, @Nullable String errorMessage) implements Outcome {

  /** One page of notifications, newest first. */
  public record Page(List<NotificationView> notifications, @Nullable String next) implements Paged {}
}
