package dev.caravan.model.users;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/**
 * A user as the operator sees it.
 *
 * @param rating only of a runner
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserView(
    String id, String name, @Nullable String email, SortedSet<Role> roles, boolean blocked, @Nullable String blockedReason,
    @Nullable Rating rating, Instant createdAt) implements Outcome {

  /**
   * All the stars that customers gave.
   *
   * @param average with two decimals, rounded half up; null as long as there are none
   * @param count how many ratings
   * @param sum of their stars
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rating(@Nullable BigDecimal average, long count, long sum) {

    static Rating of(long sum, long count) {
      return new Rating(count == 0 ? null
          : BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(count), 2, RoundingMode.HALF_UP), count, sum);
    }
  }

  /** Users by id. */
  public record Page(List<UserView> users, @Nullable String next) implements Paged {}

  UserView withoutEmail() {
    return new UserView(id, name, null, roles, blocked, blockedReason, rating, createdAt);
  }
}
