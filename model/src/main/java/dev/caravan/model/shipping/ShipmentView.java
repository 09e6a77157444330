package dev.caravan.model.shipping;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.caravan.model.Outcome;
import dev.caravan.model.orders.Address;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A shipment as its readers see it.
 *
 * @param number its place among those of its order, from 1
 * @param attempts how often its carrier was asked
 * @param code why its carrier did not take it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShipmentView(
    UUID id, int number, String carrier, Shipment.Status status, int attempts, @Nullable String code,
    @Nullable String trackingNumber, Address address, Instant createdAt, Instant updatedAt) {

  /** The latest shipment of an order, and those before it, latest first. */
  public record OfOrder(String orderId, @JsonUnwrapped ShipmentView shipment, List<ShipmentView> former) implements Outcome {}
}
