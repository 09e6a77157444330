package dev.caravan.model.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Ids;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;

/**
 * Somebody is reminded of a task once, at a time of its own or so long before the task is due.
 *
 * @param snooze whether it stands for those that were put off
 * @param firedAt null until it has fired
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reminder(
    UUID id, @Nullable Instant at, @Nullable Duration before, boolean snooze, Instant remindAt, Status status,
    @Nullable Instant firedAt) {

  public enum Status {
    PENDING, FIRED,
    /** Its time was over when it would have been armed. */
    MISSED,
    /** The task was done first, or it was put off. */
    CANCELLED
  }

  static Reminder at(Instant time, boolean snooze) {
    return new Reminder(Ids.next(), time, null, snooze, time, Status.PENDING, null);
  }

  static Reminder before(Duration before) {
    return new Reminder(Ids.next(), null, before, false, Instant.EPOCH, Status.PENDING, null);
  }

  boolean isAs(Reminder other) {
    return Objects.equals(at, other.at) && Objects.equals(before, other.before) && snooze == other.snooze;
  }

  boolean pending() {
    return status == Status.PENDING;
  }

  /** Armed for the task as it is now; one that has fired for this time stays so. */
  Reminder armed(@Nullable Due due, Instant now) {
    var time = at != null ? at : Objects.requireNonNull(due).at().minus(Objects.requireNonNull(before));
    if (status == Status.FIRED && time.equals(remindAt)) {
      return this;
    }
    return new Reminder(id, at, before, snooze, time, time.isBefore(now) ? Status.MISSED : Status.PENDING, null);
  }

  Reminder become(Status status, @Nullable Instant firedAt) {
    return new Reminder(id, at, before, snooze, remindAt, status, firedAt);
  }

  /** The same for a task that is due at another time, as calendar and clock of the zone show it. */
  Reminder moved(LocalDateTime from, LocalDateTime to, ZoneId zone) {
    return at == null ? before(Objects.requireNonNull(before))
        : at(at.atZone(zone).toLocalDateTime().plus(Duration.between(from, to)).atZone(zone).toInstant(), false);
  }
}
