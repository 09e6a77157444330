package dev.caravan.model.tasks;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * Several things to be done with tasks, one after the other.
 *
 * @param operations 1 to 100; each is carried out by itself, whatever becomes of the others
 */
public record Batch(@NotNull @Size(min = 1, max = 100) List<@NotNull @Valid Operation> operations) {

  /** What is to be done with one task. */
  public enum Kind {
    CREATE, PATCH, COMPLETE, REOPEN, SNOOZE, SKIP, DELETE, RESTORE;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param id of the task; not for one that is created
   * @param task for {@code create}, the whole task; for {@code patch}, what changes
   * @param ifMatch as the header If-Match
   */
  public record Operation(
      @NotNull Kind op, @Nullable String id, @Nullable JsonNode task, @Valid @Nullable Closing closing, @Nullable Snooze snooze,
      @JsonAlias("if_match") @Size(max = 255) @Pattern(regexp = "[\\x20-\\x7E]*", message = "must be ASCII") @Nullable String ifMatch) {}

  /** What became of each operation, in order. */
  public record Results(List<Result> results) implements Outcome {}

  /**
   * @param task as it is now; null if the operation was refused
   * @param problem why it was refused
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Result(Kind op, @Nullable String id, @Nullable Object task, @Nullable Refusal problem) {}
}
