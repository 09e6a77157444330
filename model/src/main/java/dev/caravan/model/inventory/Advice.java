package dev.caravan.model.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.caravan.model.menu.Swap;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a language model would have stand in for what is short. There is no place in it for prices, amounts or ids.
 *
 * @param sentence for the customer
 */
record Advice(
    @JsonProperty(required = true) @NotNull @Size(max = 100) List<@NotNull Swap> swaps,
    @JsonProperty(required = true) @NotNull String sentence) {

  /** Words and nothing else: no link, no address, no markup. */
  private static final String WORDS = "[\\p{L}\\p{M}\\p{N} ,.;!?'’()%–-]{1,300}";

  /** The sentence, if it can be shown to a customer. */
  @Nullable String shown() {
    return sentence.matches(WORDS) && !sentence.isBlank() ? sentence : null;
  }
}
