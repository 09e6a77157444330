package dev.caravan.model.menu;

/** How large a portion is, as a percentage of the regular one: of its price and of what goes into it. */
public enum Size {
  SMALL(60), REGULAR(100), LARGE(150);

  private final int percent;

  Size(int percent) {
    this.percent = percent;
  }

  public int percent() {
    return percent;
  }
}
