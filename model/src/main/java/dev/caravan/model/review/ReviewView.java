package dev.caravan.model.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A review as its readers see it.
 *
 * @param reasons why a person has to look: {@code amount}, {@code first-order}, {@code country}, {@code confidence},
 *     {@code requested}, {@code disputed}
 * @param why in the words of who decided
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReviewView(
    String orderId, Review.Status status, List<String> reasons, Instant requestedAt, Instant expiresAt,
    @Nullable Instant decidedAt, @Nullable String decidedBy, @Nullable String why) implements Outcome {

  /** One page of reviews, newest first. @param next the cursor of the page after it, null on the last */
  public record Page(List<ReviewView> reviews, @Nullable String next) implements Paged {}
}
