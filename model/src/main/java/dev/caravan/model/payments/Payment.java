package dev.caravan.model.payments;

import dev.caravan.model.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** The intent to pay for one order: pending until the gateway has answered, then held, then taken or given up. */
@Entity
@Table(schema = "payments", name = "payment")
public class Payment {

  public enum Status {
    PENDING, AUTHORIZED, DECLINED, CAPTURED, VOIDING, VOIDED
  }

  @Id private UUID id;
  private String orderId;
  private long amount;
  private String currency;
  private String method;
  @Enumerated(EnumType.STRING) private Status status = Status.PENDING;
  private int attempts;
  private @Nullable String code;
  private Instant createdAt;
  private Instant updatedAt;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected Payment() {}

  Payment(UUID id, String orderId, Money amount, String method, Instant now) {
    this.id = id;
    this.orderId = orderId;
    this.amount = amount.amount();
    this.currency = amount.currency();
    this.method = method;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** What the gateway knows this payment by. */
  String key() {
    return id.toString();
  }

  Money amount() {
    return new Money(amount, currency);
  }

  String method() {
    return method;
  }

  Status status() {
    return status;
  }

  int attempts() {
    return attempts;
  }

  void attempted() {
    attempts++;
  }

  void become(Status next, @Nullable String code, Instant now) {
    this.status = next;
    this.code = code;
    this.updatedAt = now;
  }

  String orderId() {
    return orderId;
  }

  @Nullable String code() {
    return code;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
