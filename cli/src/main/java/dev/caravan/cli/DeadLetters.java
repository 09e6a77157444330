package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.List;
import java.util.concurrent.Callable;

/** Messages that nobody could process, and their second chance. */
@Command(name = "dead-letters", description = "Messages that nobody could process; lists them unless told otherwise.")
final class DeadLetters implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Override
  public Integer call() {
    return list();
  }

  @Command(name = "list", description = "List those that wait for an operator, oldest first.")
  int list() {
    var all = caravan.server().get("/dead-letters");
    if (caravan.json()) {
      caravan.terminal().print(Json.write(all));
    } else {
      print(all.path("deadLetters"));
    }
    return 0;
  }

  @Command(name = "redrive", description = "Tell the fact of a dead letter again.")
  int redrive(@Parameters(paramLabel = "<id>", converter = Id.class, description = "the dead letter") String id) {
    var letter = caravan.server().post("/dead-letters/" + id + "/redrive");
    if (caravan.json()) {
      caravan.terminal().print(Json.write(letter));
    } else {
      print(List.of(letter));
    }
    return 0;
  }

  private void print(Iterable<JsonNode> letters) {
    var table = new Table("DEAD LETTER", "DIED", "REDRIVEN", "ADDRESS", "ORDER");
    letters.forEach(letter -> table.row(
        letter.path("id").asText(), Texts.moment(letter.path("diedAt")), Texts.moment(letter.path("redrivenAt")),
        letter.path("address").asText(), letter.path("orderId").asText()));
    table.print(caravan.terminal());
  }
}
