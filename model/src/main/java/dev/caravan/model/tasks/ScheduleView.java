package dev.caravan.model.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Paged;
import dev.caravan.model.Versioned;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A schedule as its reader sees it.
 *
 * @param taskId the first of its tasks
 * @param anchor when the rule counts from
 * @param nextDueDate when the last task that was made of it is due
 * @param occurrences how many tasks were made of it
 * @param upcoming when those will be due that follow, as far as the calendar tells
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScheduleView(
    UUID id, UUID taskId, String title, String rrule, @Nullable Frequency frequency, String zone, Recurrence.From repeatFrom,
    Recurrence.Overdue overdue, Schedule.Status status, boolean isActive, String anchor, String nextDueDate, int occurrences,
    List<String> upcoming, Instant createdAt, Instant updatedAt, long version) implements Versioned {

  /** One page of schedules, newest first. */
  public record Page(List<ScheduleView> schedules, @Nullable String next) implements Paged {}
}
