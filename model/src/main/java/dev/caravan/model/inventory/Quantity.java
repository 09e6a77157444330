package dev.caravan.model.inventory;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/** What has been delivered, in the ingredient's unit. */
public record Quantity(@NotNull @Min(1) @Max(Inventory.MAX_QUANTITY) Long quantity) {}
