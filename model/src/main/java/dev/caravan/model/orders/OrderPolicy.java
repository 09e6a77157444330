package dev.caravan.model.orders;

import java.time.Duration;

/**
 * How orders are treated.
 *
 * @param patience how long an order may stand still before it is told again what comes next
 * @param compensationPatience how long undoing may take before an operator is called
 */
public record OrderPolicy(Duration patience, Duration compensationPatience) {}
