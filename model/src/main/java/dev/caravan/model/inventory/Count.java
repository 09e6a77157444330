package dev.caravan.model.inventory;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/** What a stocktaking found on the shelf, in the ingredient's unit. */
public record Count(@NotNull @Min(0) @Max(Inventory.MAX_QUANTITY) Long counted) {}
