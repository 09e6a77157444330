package dev.caravan.model.analysis;

import dev.caravan.model.menu.Wish;

import java.util.List;

/**
 * What an order in somebody's own words says.
 *
 * @param wishes in the order of their first mention, equal ones added up
 * @param understood the phrases that made the wishes, as they were written
 * @param notUnderstood the phrases that mean nothing here, or more than one thing, as they were written
 * @param misspelt how many of the words had to be corrected
 */
public record Reading(List<Wish> wishes, List<String> understood, List<String> notUnderstood, int misspelt) {

  private static final int DOUBT = 10;

  /** Whether there is something to order and nothing is left to guess. */
  public boolean isClear() {
    return !wishes.isEmpty() && notUnderstood.isEmpty();
  }

  /** How sure it is that this is what was meant, in per cent: less with each word that had to be corrected. */
  public int confidence() {
    return isClear() ? Math.max(0, 100 - DOUBT * misspelt) : 0;
  }
}
