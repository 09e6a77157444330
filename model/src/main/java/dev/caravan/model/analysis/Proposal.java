package dev.caravan.model.analysis;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.caravan.model.menu.Dish;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Size;
import dev.caravan.model.menu.Wish;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * What a language model takes an order in words for. There is no place in it for prices, amounts, names or ids.
 *
 * @param notUnderstood what the text asks for beside the lines
 */
record Proposal(
    @JsonProperty(required = true) @NotNull @jakarta.validation.constraints.Size(max = MAX_PARTS) List<@NotNull @Valid Part> lines,
    @JsonProperty(required = true) @NotNull @jakarta.validation.constraints.Size(max = MAX_PARTS)
        List<@NotNull @jakarta.validation.constraints.Size(max = OrderText.MAX_LENGTH) String> notUnderstood) {

  private static final int MAX_PARTS = 50;

  /**
   * One line.
   *
   * @param confidence per cent
   * @param evidence the words of the text that it stands for, as they are written there
   */
  record Part(
      @JsonProperty(required = true) @NotNull @Pattern(regexp = Dish.SKU) String sku,
      @JsonProperty(required = true) @NotNull Size size,
      @JsonProperty(required = true) @NotNull @Min(1) @Max(Item.MAX_QUANTITY) Integer quantity,
      @JsonProperty(required = true) @NotNull @jakarta.validation.constraints.Size(max = 10) List<@NotNull @Pattern(regexp = Dish.SKU) String> with,
      @JsonProperty(required = true) @NotNull @jakarta.validation.constraints.Size(max = 10) List<@NotNull @Pattern(regexp = Dish.SKU) String> without,
      @JsonProperty(required = true) @NotNull @Min(0) @Max(100) Integer confidence,
      @JsonProperty(required = true) @NotBlank @jakarta.validation.constraints.Size(max = OrderText.MAX_LENGTH) String evidence) {

    /** One portion, toppings in the order in which the rules put them. */
    private Wish portion() {
      return new Wish(sku, size, 1, with.stream().sorted().toList(), without.stream().sorted().toList());
    }
  }

  /** Whether there is something to order and nothing is left over. */
  boolean isClear() {
    return !lines.isEmpty() && notUnderstood.isEmpty();
  }

  /** In the order of the lines, equal ones added up. */
  List<Wish> wishes() {
    var quantities = new LinkedHashMap<Wish, Integer>();
    lines.forEach(line -> quantities.merge(line.portion(), line.quantity(), Integer::sum));
    return quantities.entrySet().stream().map(entry -> {
      var one = entry.getKey();
      return new Wish(one.sku(), one.size(), entry.getValue(), one.with(), one.without());
    }).toList();
  }

  List<String> evidence() {
    return lines.stream().map(Part::evidence).toList();
  }

  /** That of its least sure line. */
  int confidence() {
    return lines.stream().mapToInt(Part::confidence).min().orElse(0);
  }
}
