package dev.caravan.model.shipping;

import dev.caravan.model.orders.Address;
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
import java.util.UUID;

/**
 * A parcel with one label: packed, announced to its carrier, taken by it. What may have been announced and is not to be sent
 * any more is voided. An order has a further one for every further carrier or address.
 */
@Entity
@Table(schema = "shipping", name = "shipment")
public class Shipment {

  public enum Status {
    PREPARED,
    /** Its carrier has been asked and may or may not know of it. */
    DISPATCHING,
    DISPATCHED, FAILED, VOIDING, VOIDED
  }

  @Id private UUID id;
  private String orderId;
  private int number;
  private String carrier;
  @JdbcTypeCode(SqlTypes.JSON) private Address address;
  @Enumerated(EnumType.STRING) private Status status = Status.PREPARED;
  private int attempts;
  private @Nullable Instant askAgainAt;
  private @Nullable String code;
  private @Nullable String trackingNumber;
  private Instant createdAt;
  private Instant updatedAt;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected Shipment() {}

  Shipment(UUID id, String orderId, int number, String carrier, Address address, Instant now) {
    this.id = id;
    this.orderId = orderId;
    this.number = number;
    this.carrier = carrier;
    this.address = address;
    this.createdAt = now;
    this.updatedAt = now;
  }

  void attempted(Instant now) {
    status = status == Status.PREPARED ? Status.DISPATCHING : status;
    attempts++;
    updatedAt = now;
  }

  /** Its carrier gave no answer and is left alone until then. */
  void askAgain(Instant when) {
    askAgainAt = when;
  }

  /** Whether its carrier is to be left alone. */
  boolean isWaiting(Instant now) {
    return askAgainAt != null && now.isBefore(askAgainAt);
  }

  void dispatched(String tracking, Instant now) {
    trackingNumber = tracking;
    become(Status.DISPATCHED, now);
  }

  /** @param why a code for why it is not sent any more */
  void failed(String why, Instant now) {
    code = why;
    become(Status.FAILED, now);
  }

  /** It is not to be sent any more. What its carrier has never heard of is void at once. */
  void withdrawn(Instant now) {
    become(status == Status.PREPARED ? Status.VOIDED : Status.VOIDING, now);
  }

  void voided(Instant now) {
    become(Status.VOIDED, now);
  }

  private void become(Status next, Instant now) {
    status = next;
    updatedAt = now;
  }

  /** Whether it may still be sent. */
  boolean isOpen() {
    return status == Status.PREPARED || status == Status.DISPATCHING;
  }

  Carrier.Parcel parcel() {
    return new Carrier.Parcel(id.toString(), carrier, address);
  }

  Status status() {
    return status;
  }

  int attempts() {
    return attempts;
  }

  String carrier() {
    return carrier;
  }

  ShipmentView view() {
    return new ShipmentView(id, number, carrier, status, attempts, code, trackingNumber, address, createdAt, updatedAt);
  }
}
