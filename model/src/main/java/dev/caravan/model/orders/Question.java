package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Money;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What the runner has to ask the customer before the order can go on.
 *
 * @param goods the price at the store, where that is the question
 * @param skus what the store does not have, where that is the question
 * @param approved whether the customer has said yes already
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Question(Kind kind, @Nullable Money goods, List<String> skus, boolean approved) {

  public enum Kind {
    /** It costs more than the customer's limit. */
    PRICE,
    /** Some of it cannot be had. */
    ITEMS
  }

  public static Question price(Money goods) {
    return new Question(Kind.PRICE, goods, List.of(), false);
  }

  public static Question items(List<String> skus) {
    return new Question(Kind.ITEMS, null, skus, false);
  }

  Question yes() {
    return new Question(kind, goods, skus, true);
  }
}
