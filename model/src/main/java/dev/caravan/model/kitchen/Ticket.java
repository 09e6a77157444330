package dev.caravan.model.kitchen;

import dev.caravan.model.menu.Item;
import dev.caravan.model.orders.Order;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the kitchen has to cook for one order. */
@Entity
@Table(schema = "kitchen", name = "ticket")
public class Ticket {

  public enum Status {
    PREPARING, READY, WITHDRAWN
  }

  @Id private UUID id;
  private String orderId;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private List<Item> items;
  private @Nullable String note;
  @Enumerated(EnumType.STRING) private Status status = Status.PREPARING;
  private Instant openedAt;
  private @Nullable Instant readyAt;

  @SuppressWarnings("NullAway.Init")
  protected Ticket() {}

  Ticket(UUID id, Order order, Instant now) {
    this.id = id;
    this.orderId = order.id();
    this.items = order.items();
    this.note = order.note();
    this.openedAt = now;
  }

  void ready(Instant now) {
    status = Status.READY;
    readyAt = now;
  }

  void withdrawn() {
    status = Status.WITHDRAWN;
  }

  boolean isReady() {
    return status == Status.READY;
  }

  UUID id() {
    return id;
  }

  String orderId() {
    return orderId;
  }

  List<Item> items() {
    return items;
  }

  @Nullable String note() {
    return note;
  }

  Status status() {
    return status;
  }

  Instant openedAt() {
    return openedAt;
  }

  @Nullable Instant readyAt() {
    return readyAt;
  }
}
