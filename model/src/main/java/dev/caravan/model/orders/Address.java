package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A place on the campus. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Address(
    @NotBlank @Size(max = 100) @Pattern(regexp = NewOrder.TEXT, message = NewOrder.NO_CONTROLS) String building,
    @Size(max = 50) @Pattern(regexp = NewOrder.TEXT, message = NewOrder.NO_CONTROLS) @Nullable String room) {}
