package dev.caravan.model.timers;

import dev.caravan.model.Ids;
import dev.caravan.model.Words;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * A timer that somebody asks for.
 *
 * @param subject whatever it is about; an order's id for the timers of orders
 * @param dueAt an ISO 8601 time with an offset, at most {@value Timers#MAX_YEARS_AHEAD} years ahead; one that is past is now
 */
public record NewTimer(
    @NotNull @Pattern(regexp = Words.KIND, message = "must match " + Words.KIND) String kind,
    @NotNull @Pattern(regexp = "(?!(null|true|false)$)" + Ids.CHOSEN, message = "must match " + Ids.CHOSEN + " and be neither null nor true nor false")
        String subject,
    @NotNull String dueAt) {}
