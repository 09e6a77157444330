package dev.caravan.model.menu;

import dev.caravan.model.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A {@link Dish} in the database. The value is what travels; this never leaves the package. */
@Entity
@Table(schema = "menu", name = "dish")
public class DishRow {

  @Id private String sku;
  private String name;
  @Enumerated(EnumType.STRING) private Dish.Kind kind;
  private long priceAmount;
  private String priceCurrency;
  @JdbcTypeCode(SqlTypes.JSON) private List<String> aliases;
  @JdbcTypeCode(SqlTypes.JSON) private Map<String, Long> recipe;
  @JdbcTypeCode(SqlTypes.JSON) private List<String> included;
  @JdbcTypeCode(SqlTypes.JSON) private List<String> substitutes;
  private boolean sized;
  private boolean available;
  private Instant updatedAt;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected DishRow() {}

  @SuppressWarnings("NullAway.Init")
  DishRow(Dish dish, Instant now) {
    this.sku = dish.sku();
    become(dish, now);
  }

  final void become(Dish dish, Instant now) {
    name = dish.name();
    kind = dish.kind();
    priceAmount = dish.price().amount();
    priceCurrency = dish.price().currency();
    aliases = dish.aliases();
    recipe = dish.recipe();
    included = dish.included();
    substitutes = dish.substitutes();
    sized = dish.sized();
    available = dish.available();
    updatedAt = now;
  }

  Dish dish() {
    return new Dish(sku, name, kind, new Money(priceAmount, priceCurrency), aliases, recipe, included, substitutes, sized, available);
  }
}
