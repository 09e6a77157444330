package dev.caravan.model.notifications;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Outcome;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a user wants to be told, and how.
 *
 * @param channels the application alone where they are left out
 * @param milestones every one where they are left out; what people send is none and always arrives
 * @param quietHours when what leaves the house has to wait; never where they are left out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Wanted(
    @Nullable List<@NotNull Channel> channels, @Nullable List<@NotNull Milestone> milestones,
    @JsonAlias("quiet_hours") @Valid @Nullable QuietHours quietHours) implements Outcome {

  /** Where a user is told of this milestone. */
  List<Channel> channelsFor(Milestone milestone) {
    return milestones == null || milestones.contains(milestone) ? channels == null ? List.of(Channel.IN_APP) : channels : List.of();
  }
}
