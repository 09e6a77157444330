package dev.caravan.model.tasks;

import dev.caravan.model.Words;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * How a task was done.
 *
 * @param outcome what was decided: one of the outcomes of a task that the house has opened
 * @param note in somebody's words
 * @param quantity how much was restocked, in the ingredient's unit
 */
public record Closing(
    @Size(max = 32) @Nullable String outcome,
    @Size(max = 200) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String note,
    @Min(1) @Max(1_000_000_000) @Nullable Long quantity) {

  static final Closing PLAINLY = new Closing(null, null, null);
}
