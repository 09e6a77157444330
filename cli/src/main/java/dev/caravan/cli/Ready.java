package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Table.Cell;
import dev.caravan.cli.Terminal.Tone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;

/** Rings the kitchen's bell: a ticket is ready. */
@Command(
    name = "ready",
    description = "Ring the bell: what an order needs from the kitchen is ready.",
    footer = "  caravan ready o-1001")
final class Ready implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Parameters(paramLabel = "<ticket-or-order-id>", converter = Id.class, description = "the ticket, or its order")
  private String id = "";

  @Override
  public Integer call() {
    var server = caravan.server();
    return caravan.show(server.post("/kitchen/tickets/" + ticketId(server) + "/ready"), (ticket, terminal) ->
        new Table("TICKET", "STATUS", "ORDER", "WHAT").row(
            ticket.path("id").asText(), new Cell(ticket.path("status").asText(), Tone.GOOD),
            ticket.path("orderId").asText(), Texts.lines(ticket.path("items"))).print(terminal));
  }

  /** An order knows its ticket from its history, also when the ticket is no longer among the open ones. */
  private String ticketId(Server server) {
    JsonNode history;
    try {
      history = server.get("/orders/" + id + "/history");
    } catch (Refused e) {
      if (e.is("not-found")) {
        return id;
      }
      throw e;
    }
    return ticketId(history.path("events")).orElseThrow(() ->
        new Refused(Json.object().put("type", "/problems/not-found").put("title", "Not Found").put("status", 404)
            .put("detail", "Order " + id + " has no kitchen ticket.")));
  }

  /** The last ticket that a history names. */
  static Optional<String> ticketId(Iterable<JsonNode> events) {
    return StreamSupport.stream(events.spliterator(), false).map(event -> event.path("data"))
        .filter(data -> data.has("ticketId")).map(data -> data.path("ticketId").asText()).reduce((first, last) -> last);
  }
}
