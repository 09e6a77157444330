package dev.caravan.model.payments;

import dev.caravan.model.Money;
import dev.caravan.model.Outcome;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import java.time.Instant;

/** Money set apart for one order until it is done: paid out to those who earned it, or given back, or each in part. */
@Entity
@Table(schema = "payments", name = "escrow")
public class Escrow {

  public enum Status {
    PLACED, RELEASED, REFUNDED
  }

  /** @param amount what was ever placed: what is left, what was released and what was refunded */
  public record View(
      String orderId, Status status, Money amount, Money released, Money refunded, Money left, Instant updatedAt)
      implements Outcome {}

  @Id private String orderId;
  private long amount;
  private long released;
  private long refunded;
  private String currency;
  @Enumerated(EnumType.STRING) private Status status = Status.PLACED;
  private Instant updatedAt;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected Escrow() {}

  Escrow(String orderId, Money placed, Instant now) {
    this.orderId = orderId;
    this.amount = placed.amount();
    this.currency = placed.currency();
    this.updatedAt = now;
  }

  Money left() {
    return new Money(amount - released - refunded, currency);
  }

  String currency() {
    return currency;
  }

  void place(Money more, Instant now) {
    amount += more.amount();
    settle(now);
  }

  void release(Money shares, Instant now) {
    released += shares.amount();
    settle(now);
  }

  void takeBack(Money shares, Instant now) {
    released -= shares.amount();
    settle(now);
  }

  void refund(Money back, Instant now) {
    refunded += back.amount();
    settle(now);
  }

  private void settle(Instant now) {
    if (left().amount() < 0) {
      throw new IllegalStateException("escrow of order " + orderId + " cannot give more than it has");
    }
    status = left().amount() > 0 ? Status.PLACED : released > 0 ? Status.RELEASED : Status.REFUNDED;
    updatedAt = now;
  }

  View view() {
    return new View(orderId, status, new Money(amount, currency), new Money(released, currency),
        new Money(refunded, currency), left(), updatedAt);
  }
}
