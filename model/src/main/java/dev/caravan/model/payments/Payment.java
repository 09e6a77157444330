package dev.caravan.model.payments;

import dev.caravan.model.Money;
import dev.caravan.model.payments.PaymentGateway.Charge;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * The intent to pay for one order: pending until the gateway has answered, then held, then taken or given up; what was
 * taken may be given back. An order has one, and a further one for each price that turned out higher and was agreed to.
 */
@Entity
@Table(schema = "payments", name = "payment")
public class Payment {

  public enum Status {
    PENDING_PAYMENT, AUTHORIZED, DECLINED, CAPTURED, PARTIALLY_REFUNDED, REFUNDED, VOIDING, VOIDED
  }

  @Id private UUID id;
  private String orderId;
  private int number;
  private long amount;
  private String currency;
  private long captured;
  private long refunding;
  private long refunded;
  private String method;
  @Enumerated(EnumType.STRING) private Status status = Status.PENDING_PAYMENT;
  private int attempts;
  private @Nullable String code;
  private @Nullable String reference;
  private Instant createdAt;
  private Instant updatedAt;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected Payment() {}

  Payment(UUID id, String orderId, int number, Money amount, String method, Instant now) {
    this.id = id;
    this.orderId = orderId;
    this.number = number;
    this.amount = amount.amount();
    this.currency = amount.currency();
    this.method = method;
    this.createdAt = now;
    this.updatedAt = now;
  }

  UUID id() {
    return id;
  }

  /** What the gateway knows this payment by. */
  String key() {
    return id.toString();
  }

  Charge charge() {
    return charge(reference);
  }

  Charge charge(@Nullable String knownAs) {
    return new Charge(key(), amount(), method, knownAs);
  }

  Money amount() {
    return new Money(amount, currency);
  }

  Money captured() {
    return new Money(captured, currency);
  }

  /** Minor units that were taken and are not given back or about to be. */
  long left() {
    return captured - refunding - refunded;
  }

  /** Whether it pays for the order as it was placed, rather than for a price that turned out higher. */
  boolean isFirst() {
    return number == 1;
  }

  /** Whether the gateway may hold money for it, or come to hold some. */
  boolean isOpen() {
    return status == Status.PENDING_PAYMENT || status == Status.AUTHORIZED;
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

  void authorized(String gatewayReference, Instant now) {
    reference = gatewayReference;
    become(Status.AUTHORIZED, now);
  }

  void declined(String why, Instant now) {
    because(why);
    become(Status.DECLINED, now);
  }

  void because(String why) {
    code = why;
  }

  void captured(Money taken, Instant now) {
    captured = taken.amount();
    become(Status.CAPTURED, now);
  }

  void refunding(long more) {
    refunding += more;
  }

  void refunded(long more, Instant now) {
    refunding -= more;
    refunded += more;
    become(refunded == captured ? Status.REFUNDED : Status.PARTIALLY_REFUNDED, now);
  }

  void become(Status next, Instant now) {
    status = next;
    updatedAt = now;
  }

  PaymentView view() {
    return new PaymentView(id, orderId, status, amount(), captured(), new Money(refunded, currency), method, code,
        createdAt, updatedAt);
  }
}
