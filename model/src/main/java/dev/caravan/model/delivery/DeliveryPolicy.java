package dev.caravan.model.delivery;

import dev.caravan.model.orders.Status;

import java.time.Duration;
import java.util.Map;

/**
 * How long people may take.
 *
 * @param offer until a runner accepts; then the order is cancelled
 * @param stages from each stage to the next; then the runner is taken to have vanished
 * @param approval until a customer answers a runner's question; no answer is a no
 * @param unreachable from the report that nobody opens until the runner may go
 * @param confirmation from delivery until it counts as confirmed
 */
public record DeliveryPolicy(
    Duration offer, Map<Status, Duration> stages, Duration approval, Duration unreachable, Duration confirmation) {

  Duration stage(Status status) {
    return stages.getOrDefault(status, offer);
  }
}
