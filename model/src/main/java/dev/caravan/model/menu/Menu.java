package dev.caravan.model.menu;

import dev.caravan.model.Money;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What can be ordered, for how much, and what cooking it takes. */
@Named("menu")
public class Menu {

  /** What wishes come to: {@link Priced} or {@link Refused}. */
  public sealed interface Pricing permits Priced, Refused {}

  public record Priced(List<Item> items) implements Pricing {}

  public record Refused(Refusal refusal) implements Pricing {}

  /** The whole menu. */
  public record All(List<Dish> dishes) implements Outcome {}

  @PersistenceContext
  private EntityManager database;

  private final Clock clock;
  private volatile @Nullable Edition latest;

  public Menu(Clock clock) {
    this.clock = clock;
  }

  /** The menu as it is now. A change is seen by every node as soon as it is committed. */
  @Transactional
  public Catalogue catalogue() {
    var stamp = stamp();
    var edition = latest;
    if (edition == null || !edition.stamp.equals(stamp)) {
      edition = new Edition(stamp, load());
      latest = edition;
    }
    return edition.catalogue;
  }

  @Transactional
  public List<Dish> dishes() {
    return catalogue().dishes();
  }

  @Transactional
  public Optional<Dish> dish(String sku) {
    return catalogue().dish(sku);
  }

  @Transactional
  public All all() {
    return new All(dishes());
  }

  /** The {@link Dish}, or {@code not-found}. */
  @Transactional
  public Outcome one(String sku) {
    return dish(sku).<Outcome>map(dish -> dish)
        .orElseGet(() -> Refusal.of("not-found", "There is no " + sku + " on the menu."));
  }

  /** Adds the dish or replaces the one of its sku: the {@link Dish} as it is now, or why it cannot be. */
  @Transactional
  public Outcome put(Dish dish) {
    var refusal = catalogue().refusal(dish);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    var row = database.find(DishRow.class, dish.sku());
    if (row == null) {
      database.persist(new DishRow(dish, clock.instant()));
    } else {
      row.become(dish, clock.instant());
    }
    return dish;
  }

  /** Whether the wishes can be ordered, and the priced items if so. */
  @Transactional
  public Pricing price(List<Wish> wishes) {
    return catalogue().price(wishes);
  }

  /** Ingredient to total quantity, in the ingredient's unit. */
  @Transactional
  public SortedMap<String, Long> needs(List<Item> items) {
    return catalogue().needs(items);
  }

  /** What the items, one at least, cost together. */
  public Money total(List<Item> items) {
    return Catalogue.total(items);
  }

  // Dishes are never deleted, so that every change adds to the sum; the time tells a rolled back change from a later one.
  private Stamp stamp() {
    return database.createQuery(
        "select new " + Stamp.class.getName() + "(count(*), coalesce(sum(version), 0), max(updatedAt)) from DishRow",
        Stamp.class).getSingleResult();
  }

  private Catalogue load() {
    return new Catalogue(
        database.createQuery("from DishRow order by kind, name", DishRow.class).getResultStream().map(DishRow::dish).toList());
  }

  private record Edition(Stamp stamp, Catalogue catalogue) {}

  record Stamp(long dishes, long changes, @Nullable Instant changedAt) {}
}
