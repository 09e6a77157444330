package dev.caravan.model.timers;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A timer as its reader sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimerView(
    UUID id, String kind, String subject, Instant dueAt, Timer.Status status, @Nullable Instant firedAt) implements Outcome {

  /** One page of timers, the one that is due last first. */
  public record Page(List<TimerView> timers, @Nullable String next) implements Paged {}
}
