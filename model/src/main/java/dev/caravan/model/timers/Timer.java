package dev.caravan.model.timers;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Something that is due at a time: pending until it has fired or was cancelled. */
@Entity
@DynamicUpdate
@Table(schema = "timers", name = "timer")
public class Timer {

  public enum Status {
    PENDING, PROCESSED, CANCELLED
  }

  @Id private UUID id;
  private String kind;
  private String subject;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private Map<String, Object> payload;
  private Instant dueAt;
  @Enumerated(EnumType.STRING) private Status status;
  private @Nullable Instant firedAt;

  @SuppressWarnings("NullAway.Init")
  protected Timer() {}

  UUID id() {
    return id;
  }

  String kind() {
    return kind;
  }

  String subject() {
    return subject;
  }

  Instant dueAt() {
    return dueAt;
  }

  Status status() {
    return status;
  }

  void cancel() {
    status = Status.CANCELLED;
  }

  /** What is told when it fires. */
  Map<String, Object> data() {
    var data = new HashMap<>(payload);
    data.put(Timers.KIND, kind);
    return data;
  }

  TimerView view() {
    return new TimerView(id, kind, subject, dueAt, status, firedAt);
  }
}
