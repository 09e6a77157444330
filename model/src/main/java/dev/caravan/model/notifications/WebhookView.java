package dev.caravan.model.notifications;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A webhook as its owner sees it.
 *
 * @param failingSince when the first of the latest attempts failed, of which none has succeeded
 * @param secret only in the answer to its registration
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebhookView(
    UUID id, String url, @Nullable String description, @Nullable String userId, List<String> topics, List<String> types,
    Webhook.Status status, @Nullable Instant failingSince, Instant createdAt, @Nullable String secret) implements Outcome {

  /** One page of webhooks, newest first. */
  public record Page(List<WebhookView> webhooks, @Nullable String next) implements Paged {}

  @Override
  public String toString() {
    return "WebhookView[id=" + id + ", status=" + status + "]";
  }
}
