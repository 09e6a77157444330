package dev.caravan.model.notifications;

import dev.caravan.model.Refusal;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a user wants no e-mail and no post, by the clock on the user's wall.
 *
 * @param from inclusive, such as {@code 22:00}
 * @param to exclusive; before {@code from} it is a time of the next day
 * @param zone of the tz database, such as {@code America/New_York}
 */
public record QuietHours(
    @NotNull @Pattern(regexp = TIME, message = NOT_A_TIME) String from,
    @NotNull @Pattern(regexp = TIME, message = NOT_A_TIME) String to,
    @NotNull String zone) {

  private static final String TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
  private static final String NOT_A_TIME = "must be a time such as 22:00";

  /** Why these cannot be meant; empty if they can. */
  Optional<Refusal> refusal() {
    if (!ZoneId.getAvailableZoneIds().contains(zone)) {
      return Optional.of(Refusal.of("invalid", "quietHours.zone", "must be a time zone such as America/New_York"));
    }
    return from.equals(to) ? Optional.of(Refusal.of("invalid", "quietHours.to", "must differ from quietHours.from")) : Optional.empty();
  }

  /** When they end, if it is quiet now. A time that a clock skips when it is put forward is the moment of skipping. */
  Optional<Instant> endAfter(Instant now) {
    var rules = ZoneId.of(zone).getRules();
    var local = now.atZone(ZoneId.of(zone)).toLocalDateTime();
    var time = local.toLocalTime();
    var start = LocalTime.parse(from);
    var end = LocalTime.parse(to);
    var overnight = start.isAfter(end);
    var begun = !time.isBefore(start);
    var open = time.isBefore(end);
    if (overnight ? !begun && !open : !begun || !open) {
      return Optional.empty();
    }
    var last = end.atDate(overnight && begun ? local.toLocalDate().plusDays(1) : local.toLocalDate());
    var transition = rules.getTransition(last);
    return Optional.of(transition != null && transition.isGap()
        ? transition.getInstant() : last.atZone(ZoneId.of(zone)).toInstant());
  }
}
