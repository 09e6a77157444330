package dev.caravan.model.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Words;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says.
 *
 * @param zone of the IANA database, by whose clock times are meant; that of the person's quiet hours where it is left out, else the house's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewMessage(
    @NotBlank @Size(max = Sentence.MAX_LENGTH) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) String message,
    @Nullable String zone) {}
