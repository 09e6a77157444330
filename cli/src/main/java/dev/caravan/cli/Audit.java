package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Table.Cell;
import dev.caravan.cli.Terminal.Tone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** What became true, as it was recorded for good, and whether that is still what was recorded. */
@Command(
    name = "audit",
    description = "What became true, for good, oldest first; lists it unless told otherwise.",
    footer = {"  caravan audit --order o-1001", "  caravan audit --type task.created --actor ada", "  caravan audit verify"})
final class Audit implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Option(names = "--task", paramLabel = "<id>", description = "only what this task is concerned by")
  private @Nullable String task;

  @Option(names = "--order", paramLabel = "<id>", description = "only what this order is concerned by")
  private @Nullable String order;

  @Option(names = "--type", paramLabel = "<type>", description = "only facts of this type, such as order.received")
  private @Nullable String type;

  @Option(names = "--actor", paramLabel = "<id>", description = "only what this person or context brought about")
  private @Nullable String actor;

  @Option(names = "--from", paramLabel = "<instant>", description = "only what became true then or later")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "<instant>", description = "only what became true before")
  private @Nullable String to;

  @Option(names = "--limit", defaultValue = "20", description = "at most this many, up to 100 (default: ${DEFAULT-VALUE})")
  private int limit;

  @Override
  public Integer call() {
    var path = new Query("/audit").and("limit", limit).and("taskId", task).and("orderId", order).and("eventType", type)
        .and("actor", actor).and("from", from).and("to", to).toString();
    return caravan.show(caravan.server().get(path), Audit::list);
  }

  @Command(
      name = "verify",
      description = {
        "Compute the chain of all records anew; exit code 1 when it does not hold.",
        "Note the number and the head that it tells, and give them back later: only",
        "they show that the end was not cut off or written anew."
      },
      footer = {"  caravan audit verify", "  caravan audit verify --records 4711 --head $HEAD"})
  int verify(
      @Option(names = "--head", paramLabel = "<hash>", description = "the head that was noted") @Nullable String head,
      @Option(names = "--records", paramLabel = "<n>", description = "the number that was noted with it") @Nullable Long records) {
    var path = new Query("/audit/verification").and("head", head).and("records", records).toString();
    var found = caravan.server().getPatiently(path);
    caravan.show(found, Audit::tell);
    return found.path("holds").asBoolean() ? 0 : Failures.REFUSED;
  }

  private static void list(JsonNode page, Terminal terminal) {
    var table = new Table("NUMBER", "TIME", "TYPE", "SUBJECT", "ACTOR", "RECORD");
    page.path("records").forEach(each -> table.row(
        each.path("number").asText(), Texts.moment(each.path("occurredAt")), each.path("eventType").asText(),
        each.path("subject").asText(), each.path("actor").asText(), each.path("id").asText()));
    table.print(terminal);
  }

  private static void tell(JsonNode found, Terminal terminal) {
    var records = found.path("records").asText();
    if (found.path("holds").asBoolean()) {
      terminal.print(terminal.paint(Tone.GOOD, records + " records hold.") + " Head: " + found.path("head").asText());
    } else {
      var broken = found.path("firstBroken");
      new Table("FIRST BROKEN", "REASON", "HOLD BEFORE IT").row(
          broken.path("number").asText(), new Cell(broken.path("reason").asText(), Tone.BAD), records).print(terminal);
    }
  }
}
