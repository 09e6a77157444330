package dev.caravan.model.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * When somebody is to be reminded of a task: one of these.
 *
 * @param at an ISO 8601 time with an offset
 * @param before an ISO 8601 duration, such as {@code PT30M}: so long before the task is due
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewReminder(@Nullable String at, @Nullable String before) {}
