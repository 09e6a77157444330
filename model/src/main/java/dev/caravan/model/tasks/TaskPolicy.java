package dev.caravan.model.tasks;

import java.time.Duration;
import java.time.ZoneId;

/**
 * What the house decides about tasks.
 *
 * @param zone of tasks that name none
 * @param retention how long a deleted task can be restored
 * @param patience after which what should have followed from a task is asked for again
 */
public record TaskPolicy(ZoneId zone, Duration retention, Duration patience) {}
