package dev.caravan.model.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Whether the audit is what was recorded.
 *
 * @param records how many hold, from the first on
 * @param head the hash of the last of them, 64 zeros where there is none; whoever notes both can prove later that nothing
 *     up to there was changed or cut off since
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Verification(boolean holds, long records, String head, @Nullable Broken firstBroken) implements Outcome {

  /**
   * The first record that is not what was recorded.
   *
   * @param number its place in the chain, also where there is nothing
   */
  public record Broken(long number, String reason) {}
}
