package dev.caravan.model.kitchen;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Outcome;
import dev.caravan.model.menu.Item;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A ticket as the cooks see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TicketView(
    UUID id, String orderId, Ticket.Status status, List<Item> items, @Nullable String note, Instant openedAt,
    @Nullable Instant readyAt) implements Outcome {

  static TicketView of(Ticket ticket) {
    return new TicketView(ticket.id(), ticket.orderId(), ticket.status(), ticket.items(), ticket.note(),
        ticket.openedAt(), ticket.readyAt());
  }

  /** The pass. */
  public record All(List<TicketView> tickets) implements Outcome {}
}
