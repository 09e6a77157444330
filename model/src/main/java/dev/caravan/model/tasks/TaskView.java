package dev.caravan.model.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Paged;
import dev.caravan.model.Versioned;
import dev.caravan.model.orders.NewOrder;
import dev.caravan.model.users.Role;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A task as its reader sees it.
 *
 * @param dueDate a date, or a time with its offset in {@code zone}
 * @param dueAt the same as a time; the beginning of the day for a date
 * @param reminderTime of the first reminder that has a time of its own
 * @param duty what the house needs a person for; null for what people write
 * @param about id of what the duty is about: an order or an ingredient
 * @param outcomes with one of which a duty is closed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskView(
    UUID id, String title, @Nullable String description, Task.Status status, Priority priority, List<String> tags,
    @Nullable String dueDate, @Nullable Instant dueAt, String zone, @Nullable Instant reminderTime, List<Reminder> reminders,
    boolean isRecurring, @Nullable Recurrence recurrence, @Nullable UUID scheduleId, @Nullable String assignee,
    @Nullable Role assigneeRole, @Nullable String owner, @Nullable String orderId, @Nullable NewOrder order,
    @Nullable Duty duty, @Nullable String about, @Nullable List<String> outcomes, @Nullable String outcome,
    @Nullable String note, @Nullable Instant snoozedUntil, @Nullable Instant completedAt, @Nullable String completedBy,
    @Nullable Instant deletedAt, Instant createdAt, Instant updatedAt, long version) implements Versioned {

  /** One page of tasks. */
  public record Page(List<TaskView> tasks, @Nullable String next) implements Paged {}
}
