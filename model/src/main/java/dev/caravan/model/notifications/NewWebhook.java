package dev.caravan.model.notifications;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.caravan.model.Ids;
import dev.caravan.model.Refusal;
import dev.caravan.model.Words;
import dev.caravan.model.events.Topic;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * Somebody wants to be called: of facts, by their topics or types or both, or of what one user is told.
 *
 * @param topics every one where only types are given
 * @param types such as {@code order.ready}, {@code order.*} or {@code *}; every one where only topics are given
 * @param userId whose notifications over {@link Channel#WEBHOOK} it gets, and nothing else
 */
public record NewWebhook(
    @NotBlank @Size(max = 2000) String url,
    @Size(max = 20) @Nullable List<@NotNull Topic> topics,
    @Size(max = 50) @Nullable List<@NotNull @Size(max = 100) @Pattern(regexp = TYPE, message = NOT_A_TYPE) String> types,
    @Size(max = 200) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String description,
    @JsonAlias("user_id") @Pattern(regexp = Ids.CHOSEN, message = "must match " + Ids.CHOSEN) @Nullable String userId) {

  private static final String TYPE = "(?:\\*|[a-z-]+(?:\\.[a-z-]+)*(?:\\.\\*)?)";
  private static final String NOT_A_TYPE = "must be a type of facts such as order.ready, order.* or *";

  Optional<Refusal> refusal() {
    var nothing = wantedTopics().isEmpty() && wantedTypes().isEmpty();
    if (userId == null && nothing) {
      return Optional.of(Refusal.of("invalid", "topics", "must not be empty where neither types nor userId is given"));
    }
    return userId == null || nothing ? Optional.empty()
        : Optional.of(Refusal.of("invalid", "userId", "must not be given together with topics or types"));
  }

  List<Topic> wantedTopics() {
    return topics == null ? List.of() : topics.stream().distinct().toList();
  }

  List<String> wantedTypes() {
    return types == null ? List.of() : types.stream().distinct().toList();
  }
}
