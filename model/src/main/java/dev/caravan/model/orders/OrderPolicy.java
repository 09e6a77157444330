package dev.caravan.model.orders;

import java.time.Duration;

/**
 * How orders are treated.
 *
 * @param patience how long an order may stand still before it is told again what comes next
 * @param hurry the same for an order that has a deadline
 * @param compensationPatience how long undoing may take before an operator is called
 * @param stuckAfter how long an order may stand still that should go on by itself before it counts as stuck
 */
public record OrderPolicy(Duration patience, Duration hurry, Duration compensationPatience, Duration stuckAfter) {}
