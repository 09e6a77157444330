package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Table.Cell;
import dev.caravan.cli.Terminal.Tone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** Rings the kitchen's bell: a ticket is ready. */
@Command(name = "ready", description = "Ring the bell: what an order needs from the kitchen is ready.")
final class Ready implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Parameters(paramLabel = "<ticket-or-order-id>", converter = Id.class, description = "the ticket, or its order")
  private String id = "";

  @Override
  public Integer call() {
    var server = caravan.server();
    var ticket = server.post("/kitchen/tickets/" + ticketId(server) + "/ready");
    if (caravan.json()) {
      caravan.terminal().print(Json.write(ticket));
    } else {
      new Table("TICKET", "STATUS", "ORDER", "WHAT").row(
          ticket.path("id").asText(), new Cell(ticket.path("status").asText(), Tone.GOOD),
          ticket.path("orderId").asText(), Texts.lines(ticket.path("items"))).print(caravan.terminal());
    }
    return 0;
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
    for (var event : history.path("events")) {
      if (event.path("data").has("ticketId")) {
        return event.path("data").path("ticketId").asText();
      }
    }
    throw new Refused(Json.object().put("type", "/problems/not-found").put("title", "Not Found").put("status", 404)
        .put("detail", "Order " + id + " has no kitchen ticket."));
  }
}
