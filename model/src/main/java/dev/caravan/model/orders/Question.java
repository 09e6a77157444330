package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Money;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Swap;
import dev.caravan.model.orders.Reason.Missing;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * What the customer has to be asked before the order can go on.
 *
 * @param goods the price at the store, where that is the question
 * @param skus what the store does not have, where that is the question
 * @param approved whether the customer has said yes already
 * @param proposal what the order could be made of instead, where that is the question
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Question(Kind kind, @Nullable Money goods, List<String> skus, boolean approved, @Nullable Proposal proposal) {

  public enum Kind {
    /** It costs more than the customer's limit. */
    PRICE,
    /** Some of it cannot be had. */
    ITEMS,
    /** Something may stand in for what is short. */
    SUBSTITUTES
  }

  /** Who has chosen the substitutes. */
  public enum By {
    RULES, MODEL
  }

  /**
   * An order in which something stands in for what is short, at a price that holds as long as the customer may think about it.
   *
   * @param missing what is short
   * @param swaps what stands in for what
   * @param items all of the order as it would be
   * @param total what it would come to with all fees; never more than before
   * @param sentence for the customer, in a model's own words: to be shown as text, and to be believed in nothing
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Proposal(
      List<Missing> missing, List<Swap> swaps, List<Item> items, Money total, By by, @Nullable String sentence, Instant expiresAt) {}

  public static Question price(Money goods) {
    return new Question(Kind.PRICE, goods, List.of(), false, null);
  }

  public static Question items(List<String> skus) {
    return new Question(Kind.ITEMS, null, skus, false, null);
  }

  public static Question substitutes(Proposal proposal) {
    return new Question(Kind.SUBSTITUTES, null, List.of(), false, proposal);
  }

  Question yes() {
    return new Question(kind, goods, skus, true, proposal);
  }
}
