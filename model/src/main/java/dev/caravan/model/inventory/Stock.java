package dev.caravan.model.inventory;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/**
 * An ingredient in stock, in whole units. What was ever delivered is on hand, reserved or consumed; on hand falls below
 * zero when a stocktaking finds less than was promised.
 */
@Entity
@Table(schema = "inventory", name = "stock")
public class Stock {

  @Id private String ingredient;
  private String unit;
  private long onHand;
  private long reserved;
  private long consumed;
  private long delivered;
  private long lowThreshold;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected Stock() {}

  public Stock(String ingredient, String unit, long delivered, long lowThreshold) {
    this.ingredient = ingredient;
    this.unit = unit;
    this.onHand = delivered;
    this.delivered = delivered;
    this.lowThreshold = lowThreshold;
  }

  /** How much of it can be reserved. */
  long available() {
    return Math.max(0, onHand);
  }

  public boolean has(long quantity) {
    return onHand >= quantity;
  }

  public void reserve(long quantity) {
    if (!has(quantity)) {
      throw new IllegalStateException("cannot reserve " + quantity + " of " + onHand + " " + ingredient);
    }
    onHand -= quantity;
    reserved += quantity;
  }

  public void release(long quantity) {
    reserved -= quantity;
    onHand += quantity;
  }

  /** How much of what is promised is not there. */
  public long shortfall() {
    return Math.max(0, -onHand);
  }

  public void consume(long quantity) {
    reserved -= quantity;
    consumed += quantity;
  }

  public void restock(long quantity) {
    onHand = Math.addExact(onHand, quantity);
    delivered = Math.addExact(delivered, quantity);
  }

  /** Takes the shelf's word for it: {@code counted} is there, reserved or not. */
  public void count(long counted) {
    restock(Math.subtractExact(counted, onHand + reserved));
  }

  public boolean isLow() {
    return onHand < lowThreshold;
  }

  public String ingredient() {
    return ingredient;
  }

  public String unit() {
    return unit;
  }

  public long onHand() {
    return onHand;
  }

  public long reserved() {
    return reserved;
  }

  public long consumed() {
    return consumed;
  }

  public long delivered() {
    return delivered;
  }

  public long lowThreshold() {
    return lowThreshold;
  }
}
