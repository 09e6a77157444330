package dev.caravan.model.users;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Why someone is to be blocked: 1 to 500 characters. */
public record Block(
    @NotBlank @Size(max = 500) @Pattern(regexp = NewUser.PLAIN, message = NewUser.NOT_PLAIN) String reason) {}
