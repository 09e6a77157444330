package dev.caravan.model.notifications;

import dev.caravan.model.Outcome;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a user wants to be told, and how.
 *
 * @param channels every one where they are left out
 * @param milestones every one where they are left out; what people send is none and always arrives
 */
public record Wanted(@Nullable List<@NotNull Channel> channels, @Nullable List<@NotNull Milestone> milestones)
    implements Outcome {}
