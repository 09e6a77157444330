package dev.caravan.model.notifications;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.caravan.model.Ids;
import dev.caravan.model.Words;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has to say to a user.
 *
 * @param text 1 to 500 characters
 * @param type {@code MESSAGE} where it is left out
 * @param channel in the application where it is left out; outside it waits for the end of the user's quiet hours
 */
public record NewNotification(
    @JsonAlias("user_id") @NotNull @Pattern(regexp = Ids.CHOSEN, message = "must match " + Ids.CHOSEN) String userId,
    @NotBlank @Size(max = 500) @Pattern(regexp = Words.PLAIN, message = Words.NOT_PLAIN) String text,
    @Pattern(regexp = Words.KIND, message = "must match " + Words.KIND) @Nullable String type,
    @JsonAlias("order_id") @Pattern(regexp = Ids.CHOSEN, message = "must match " + Ids.CHOSEN) @Nullable String orderId,
    @Nullable Channel channel) {

  private static final String MESSAGE = "MESSAGE";

  String typeOrMessage() {
    return type == null ? MESSAGE : type;
  }

  Channel channelOrInApp() {
    return channel == null ? Channel.IN_APP : channel;
  }
}
