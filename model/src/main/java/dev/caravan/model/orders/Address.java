package dev.caravan.model.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Words;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A place on the campus. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Address(
    @NotBlank @Size(max = 100) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) String building,
    @Size(max = 50) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) @Nullable String room) {}
