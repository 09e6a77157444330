package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Table.Cell;
import dev.caravan.cli.Terminal.Tone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** Where an order stands; without an order, whether the server lives and can serve. */
@Command(
    name = "status",
    description = "Tell where an order stands and what it waits for; without an id, whether the server lives and can serve.",
    footer = {"  caravan status", "  caravan status o-1001"})
final class Status implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Parameters(arity = "0..1", paramLabel = "<id>", converter = Id.class, description = "the order")
  private @Nullable String id;

  @Override
  public Integer call() {
    return id == null ? ofServer() : caravan.show(caravan.server().get("/orders/" + id + "/status"), Status::print);
  }

  private static void print(JsonNode status, Terminal terminal) {
    new Table("ORDER", "STATUS", "NEXT STEP", "WAITING FOR", "HEALTH", "ATTEMPT", "DEADLINE", "REASON").row(
        status.path("id").asText(), Texts.status(status.path("status").asText()), status.path("nextStep").asText(),
        status.path("waitingFor").asText(), health(status.path("health").asText()), status.path("attempt").asText(),
        Texts.moment(status.path("deadline")), status.path("reason").asText()).print(terminal);
  }

  private static Cell health(String health) {
    return new Cell(health, health.equals("stuck") ? Tone.BAD : health.equals("retrying") ? Tone.DUE : Tone.PLAIN);
  }

  private int ofServer() {
    var server = caravan.server();
    var live = server.health("/health");
    var ready = server.health("/health/ready");
    var both = Json.given("url", caravan.url().toString(), "live", live, "ready", ready);
    caravan.show(both, (answer, terminal) ->
        new Table("SERVER", "LIVE", "READY").row(caravan.url(), Texts.status(live), Texts.status(ready)).print(terminal));
    return live.equals("UP") && ready.equals("UP") ? 0 : Failures.REFUSED;
  }
}
