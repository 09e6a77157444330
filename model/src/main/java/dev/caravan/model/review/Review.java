package dev.caravan.model.review;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A person's decision on an order: awaited until it is made, or until it is too late. */
@Entity
@Table(schema = "review", name = "review")
public class Review {

  public enum Status {
    PENDING, APPROVED, REJECTED, EXPIRED,
    /** The order was called off or ran out of time before anybody decided. */
    WITHDRAWN
  }

  @Id private String orderId;
  @JdbcTypeCode(SqlTypes.JSON) private List<String> reasons;
  @Enumerated(EnumType.STRING) private Status status = Status.PENDING;
  @Enumerated(EnumType.STRING) private ReviewPolicy.Expiry onExpiry;
  private Instant requestedAt;
  private Instant expiresAt;
  private @Nullable Instant decidedAt;
  private @Nullable String decidedBy;
  private @Nullable String why;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected Review() {}

  Review(String orderId, List<String> reasons, ReviewPolicy.Expiry onExpiry, Instant requestedAt, Instant expiresAt) {
    this.orderId = orderId;
    this.reasons = List.copyOf(reasons);
    this.onExpiry = onExpiry;
    this.requestedAt = requestedAt;
    this.expiresAt = expiresAt;
  }

  /** There is one more reason to look at it. */
  void because(String reason) {
    reasons = Stream.concat(reasons.stream(), Stream.of(reason)).distinct().toList();
  }

  void decided(Status decision, String by, @Nullable String because, Instant when) {
    status = decision;
    decidedBy = by;
    why = because;
    decidedAt = when;
  }

  String orderId() {
    return orderId;
  }

  Status status() {
    return status;
  }

  ReviewPolicy.Expiry onExpiry() {
    return onExpiry;
  }

  Instant requestedAt() {
    return requestedAt;
  }

  ReviewView view() {
    return new ReviewView(orderId, status, reasons, requestedAt, expiresAt, decidedAt, decidedBy, why);
  }
}
