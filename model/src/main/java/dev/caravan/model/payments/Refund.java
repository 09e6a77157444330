package dev.caravan.model.payments;

import dev.caravan.model.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** Money of one payment on its way back to the customer, under a key of its own. */
@Entity
@Table(schema = "payments", name = "refund")
public class Refund {

  public enum Status {
    PENDING, DONE
  }

  @Id private UUID id;
  private UUID paymentId;
  private String orderId;
  private long amount;
  private String currency;
  private String reason;
  @Enumerated(EnumType.STRING) private Status status = Status.PENDING;
  private int attempts;
  private Instant createdAt;
  private @Nullable Instant doneAt;

  @SuppressWarnings("NullAway.Init")
  protected Refund() {}

  Refund(UUID id, UUID paymentId, String orderId, Money amount, String reason, Instant now) {
    this.id = id;
    this.paymentId = paymentId;
    this.orderId = orderId;
    this.amount = amount.amount();
    this.currency = amount.currency();
    this.reason = reason;
    this.createdAt = now;
  }

  /** What the gateway knows this refund by. */
  String key() {
    return id.toString();
  }

  UUID paymentId() {
    return paymentId;
  }

  Money amount() {
    return new Money(amount, currency);
  }

  boolean isPending() {
    return status == Status.PENDING;
  }

  int attempts() {
    return attempts;
  }

  void attempted() {
    attempts++;
  }

  void done(Instant now) {
    status = Status.DONE;
    doneAt = now;
  }
}
