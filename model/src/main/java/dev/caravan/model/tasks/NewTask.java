package dev.caravan.model.tasks;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Ids;
import dev.caravan.model.Words;
import dev.caravan.model.orders.NewOrder;
import dev.caravan.model.users.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A task as its author writes it.
 *
 * @param status what it becomes; where it is left out a new task is open and an old one stays what it is
 * @param dueDate a date, or a time with an offset or on the clock of {@code zone}, after ISO 8601
 * @param zone of the IANA database; the house's where it is left out
 * @param reminderTime shorthand for one reminder at this time
 * @param isRecurring false for a task that does not come back, whatever else says so
 * @param recurrenceSchedule shorthand for a recurrence by its frequency or its RRULE
 * @param assignee id of the user who has to do it
 * @param assigneeRole whoever has this role may do it
 * @param order what is ordered when it is due: a standing order, if it recurs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewTask(
    @NotBlank @Size(max = 200) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) String title,
    @Size(max = 4000) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String description,
    Task.@Nullable Status status,
    @Nullable Priority priority,
    @Size(max = 20) @Nullable List<@NotNull @Pattern(regexp = TAG, message = "must match " + TAG) String> tags,
    @JsonAlias("due_date") @Nullable String dueDate,
    @Nullable String zone,
    @JsonAlias({"reminder_time", "remind_at", "remindAt"}) @Nullable String reminderTime,
    @Size(max = 10) @Nullable List<@NotNull @Valid NewReminder> reminders,
    @JsonAlias("is_recurring") @Nullable Boolean isRecurring,
    @Nullable Recurrence recurrence,
    @JsonAlias({"recurrence_schedule", "recurrence_rule", "recurrenceRule"}) @Nullable String recurrenceSchedule,
    @Pattern(regexp = Ids.CHOSEN, message = "must match " + Ids.CHOSEN) @Nullable String assignee,
    @JsonAlias("assignee_role") @Nullable Role assigneeRole,
    @JsonAlias("order_id") @Pattern(regexp = Ids.CHOSEN, message = "must match " + Ids.CHOSEN) @Nullable String orderId,
    @Valid @Nullable NewOrder order) {

  static final String TAG = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N} ._-]{0,30}[\\p{L}\\p{N}])?";
}
