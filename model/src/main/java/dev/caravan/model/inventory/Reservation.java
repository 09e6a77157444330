package dev.caravan.model.inventory;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import java.io.Serializable;

/** How much of one ingredient is set apart for one order. */
@Entity
@IdClass(Reservation.Key.class)
@Table(schema = "inventory", name = "reservation")
public class Reservation {

  public enum Status {
    HELD, RELEASED, CONSUMED
  }

  public record Key(String orderId, String ingredient) implements Serializable {}

  @Id private String orderId;
  @Id private String ingredient;
  private long quantity;
  @Enumerated(EnumType.STRING) private Status status = Status.HELD;

  @SuppressWarnings("NullAway.Init")
  protected Reservation() {}

  Reservation(String orderId, String ingredient, long quantity) {
    this.orderId = orderId;
    this.ingredient = ingredient;
    this.quantity = quantity;
  }

  String ingredient() {
    return ingredient;
  }

  long quantity() {
    return quantity;
  }

  void become(Status next) {
    status = next;
  }
}
