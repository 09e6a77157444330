package dev.caravan.model.inventory;

import dev.caravan.model.Outcome;

import java.util.List;

/** An ingredient as its readers see it; quantities in its unit. */
public record StockView(
    String ingredient, String unit, long onHand, long reserved, long consumed, long delivered, long lowThreshold,
    boolean low) implements Outcome {

  static StockView of(Stock stock) {
    return new StockView(stock.ingredient(), stock.unit(), stock.onHand(), stock.reserved(), stock.consumed(),
        stock.delivered(), stock.lowThreshold(), stock.isLow());
  }

  /** The whole stock, by name. */
  public record All(List<StockView> stock) implements Outcome {}
}
