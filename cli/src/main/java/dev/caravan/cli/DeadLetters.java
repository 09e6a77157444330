package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.List;
import java.util.concurrent.Callable;

/** Messages that nobody could process, and their second chance. */
@Command(
    name = "dead-letters",
    description = "Messages that nobody could process; lists them unless told otherwise.",
    footer = {"  caravan dead-letters", "  caravan dead-letters redrive 01a1fbcd", "  caravan dead-letters dismiss 01a1fbcd"})
final class DeadLetters implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Override
  public Integer call() {
    return list();
  }

  @Command(
      name = "list",
      description = "List those that wait for an operator, oldest first.",
      footer = "  caravan dead-letters list")
  int list() {
    return caravan.show(caravan.server().get("/dead-letters"), (all, terminal) -> print(all.path("deadLetters"), terminal));
  }

  @Command(
      name = "redrive",
      description = "Tell the fact of a dead letter again.",
      footer = "  caravan dead-letters redrive 01a1fbcd")
  int redrive(@Parameters(paramLabel = "<id>", converter = Id.class, description = "the dead letter") String id) {
    var letter = caravan.server().post("/dead-letters/" + id + "/redrive");
    return caravan.show(letter, (one, terminal) -> print(List.of(one), terminal));
  }

  @Command(
      name = "dismiss",
      description = "Say that a dead letter was dealt with in another way.",
      footer = "  caravan dead-letters dismiss 01a1fbcd")
  int dismiss(@Parameters(paramLabel = "<id>", converter = Id.class, description = "the dead letter") String id) {
    var letter = caravan.server().delete("/dead-letters/" + id);
    return caravan.show(letter, (one, terminal) -> print(List.of(one), terminal));
  }

  private static void print(Iterable<JsonNode> letters, Terminal terminal) {
    var table = new Table("DEAD LETTER", "DIED", "DEALT WITH", "ADDRESS", "ORDER");
    letters.forEach(letter -> table.row(
        letter.path("id").asText(), Texts.moment(letter.path("diedAt")), Texts.moment(letter.path("dealtWithAt")),
        letter.path("address").asText(), letter.path("orderId").asText()));
    table.print(terminal);
  }
}
