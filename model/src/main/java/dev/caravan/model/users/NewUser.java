package dev.caravan.model.users;

import dev.caravan.model.Ids;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Someone who is to be known.
 *
 * @param id a new one is made where it is left out
 * @param name 1 to 100 characters
 * @param roles at least one
 */
public record NewUser(
    @Pattern(regexp = Ids.NEW, message = Ids.NEW_IN_WORDS)
        @Nullable String id,
    @NotBlank @Size(max = 100) @Pattern(regexp = PLAIN, message = NOT_PLAIN) String name,
    @Email(regexp = "[^\\p{Cc}\\p{Cs}]{3,254}", message = "must be an e-mail address of at most 254 characters")
        @Nullable String email,
    @NotEmpty List<@NotNull Role> roles) {

  /** A parameter that reads null, true or false is not taken as a word by Camel; dots are parts of a path. */

  static final String PLAIN = "[^\\p{Cc}\\p{Cs}]*";
  static final String NOT_PLAIN = "must not contain control characters or half characters";
}
