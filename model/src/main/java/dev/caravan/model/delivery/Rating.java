package dev.caravan.model.delivery;

import dev.caravan.model.Outcome;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What a customer thought of the runner. */
@Entity
@Table(schema = "delivery", name = "rating")
public class Rating {

  public record View(String orderId, String runnerId, int stars, @Nullable String comment, Instant ratedAt) implements Outcome {}

  @Id private String orderId;
  private String runnerId;
  private int stars;
  private @Nullable String comment;
  private Instant ratedAt;

  @SuppressWarnings("NullAway.Init")
  protected Rating() {}

  Rating(String orderId, String runnerId, int stars, @Nullable String comment, Instant now) {
    this.orderId = orderId;
    this.runnerId = runnerId;
    this.stars = stars;
    this.comment = comment;
    this.ratedAt = now;
  }

  View view() {
    return new View(orderId, runnerId, stars, comment, ratedAt);
  }
}
