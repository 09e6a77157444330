package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Terminal.Tone;

import java.time.Duration;
import java.util.Set;

/** Tells what happens to an order as it happens, until the order has ended; a server that restarts is waited for. */
final class Follow {

  private static final Set<String> ENDS = Set.of("COMPLETED", "REJECTED", "CANCELLED");
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration OUTAGE = Duration.ofSeconds(60);

  private final Server server;
  private final Terminal terminal;
  private final boolean json;

  private long last;
  private String waitingFor = "";
  private long awaySince;

  Follow(Server server, Terminal terminal, boolean json) {
    this.server = server;
    this.terminal = terminal;
    this.json = json;
  }

  /** @return the exit code: 0 if the order was completed */
  int toItsEnd(String orderId) {
    if (!json) {
      terminal.print(terminal.paint(Tone.QUIET, "order " + Terminal.clean(orderId)));
    }
    while (true) {
      try {
        // First the order, then its history: an order that has ended has told all of it.
        var order = server.get("/orders/" + orderId);
        var ended = ENDS.contains(order.path("status").asText());
        server.get("/orders/" + orderId + "/history").path("events").forEach(this::tell);
        awaySince = 0;
        if (ended) {
          return end(order);
        }
        remind(orderId);
      } catch (Unreachable | Refused e) {
        if (e instanceof Refused refused && !refused.passes()) {
          throw e;
        }
        endure(e);
      }
      Pause.of(PAUSE);
    }
  }

  private void tell(JsonNode event) {
    if (event.path("seq").asLong() > last) {
      last = event.path("seq").asLong();
      terminal.print(json ? Json.line(event) : History.line(event, terminal));
    }
  }

  private int end(JsonNode order) {
    if (json) {
      terminal.print(Json.line(order));
    } else {
      OrderSheet.print(order, terminal);
    }
    return order.path("status").asText().equals("COMPLETED") ? 0 : Failures.REFUSED;
  }

  private void remind(String orderId) {
    var awaited = server.get("/orders/" + orderId + "/status").path("waitingFor").asText();
    if (!awaited.equals(waitingFor) && !json) {
      switch (awaited) {
        case "" -> { }
        case "kitchen" -> hint("waits for the kitchen: caravan ready " + orderId);
        case "customer" -> hint("waits for the customer: caravan collect " + orderId);
        default -> hint("waits for the " + Terminal.clean(awaited));
      }
    }
    waitingFor = awaited;
  }

  private void endure(RuntimeException outage) {
    var now = System.nanoTime();
    if (awaySince == 0) {
      awaySince = now;
      hint("the server cannot be reached, trying again");
    } else if (now - awaySince > OUTAGE.toNanos()) {
      throw outage;
    }
  }

  private void hint(String text) {
    terminal.complain(terminal.paint(Tone.DUE, text));
  }
}
