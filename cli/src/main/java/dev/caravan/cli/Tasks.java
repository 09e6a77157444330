package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.Locale;
import java.util.concurrent.Callable;

/** What people have to do, and what the house needs them for. */
@Command(
    name = "tasks",
    description = "What people have to do; lists what is still to be done unless told otherwise.",
    footer = {
      "  caravan tasks --duty review",
      "  caravan tasks add \"Water the plants\" --due 2026-11-27 --every weekly --by ada",
      "  caravan tasks done $TASK --outcome approve --by grace"
    })
final class Tasks implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Option(names = "--status", paramLabel = "<status>", defaultValue = "live", description = "live, OPEN, IN_PROGRESS, COMPLETED or SKIPPED (default: ${DEFAULT-VALUE})")
  private String status = "";

  @Option(names = "--duty", paramLabel = "<duty>", description = "only REVIEW, STUCK_ORDER, FAILED_UNDO or LOW_STOCK")
  private @Nullable String duty;

  @Option(names = "--assignee", paramLabel = "<id>", description = "only what this user has to do")
  private @Nullable String assignee;

  @Option(names = "--query", paramLabel = "<words>", description = "only those with these words")
  private @Nullable String query;

  @Option(names = "--limit", defaultValue = "20", description = "at most this many, up to 100 (default: ${DEFAULT-VALUE})")
  private int limit;

  @Override
  public Integer call() {
    var wanted = status.equalsIgnoreCase("live") ? "live" : status.toUpperCase(Locale.ROOT);
    var path = new Query("/tasks").and("limit", limit).and("sort", "dueDate").and("status", wanted)
        .and("duty", duty == null ? null : duty.toUpperCase(Locale.ROOT)).and("assignee", assignee).and("q", query).toString();
    return caravan.show(caravan.server().get(path), (page, terminal) -> {
      var table = new Table("TASK", "STATUS", "DUE", "WHO", "TITLE", "OUTCOMES");
      page.path("tasks").forEach(task -> row(table, task));
      table.print(terminal);
    });
  }

  @Command(name = "add", description = "Write a task.", footer = "  caravan tasks add \"Call the bakery\" --due 2026-12-01T09:00:00Z --remind PT30M")
  int add(
      @Parameters(paramLabel = "<title>", description = "what has to be done") String title,
      @Option(names = "--due", paramLabel = "<time>", description = "a date, or a time with or without an offset") @Nullable String due,
      @Option(names = "--zone", paramLabel = "<zone>", description = "of the IANA database, such as Europe/Berlin") @Nullable String zone,
      @Option(names = "--every", paramLabel = "<rule>", description = "daily, weekly, monthly, yearly, or an RRULE") @Nullable String rule,
      @Option(names = "--remind", paramLabel = "<duration>", description = "so long before it is due, such as PT30M") @Nullable String remind,
      @Option(names = "--assignee", paramLabel = "<id>", description = "who has to do it") @Nullable String assignee,
      @Option(names = "--by", paramLabel = "<id>", description = "who writes it") @Nullable String by) {
    var task = Json.given("title", title, "dueDate", due, "zone", zone, "recurrenceSchedule", rule, "assignee", assignee);
    if (remind != null) {
      task.putArray("reminders").addObject().put("before", remind);
    }
    return caravan.show(caravan.server().postAs(by, "/tasks", task), Tasks::show);
  }

  @Command(name = "done", description = "A task is done; what the house needs a person for is done with an outcome.", footer = "  caravan tasks done $TASK --outcome restock --quantity 5000 --by sam")
  int done(
      @Parameters(paramLabel = "<task>", converter = Id.class, description = "its id") String task,
      @Option(names = "--outcome", paramLabel = "<outcome>", description = "what was decided") @Nullable String outcome,
      @Option(names = "--note", paramLabel = "<text>", description = "why") @Nullable String note,
      @Option(names = "--quantity", paramLabel = "<n>", description = "how much was restocked") @Nullable Long quantity,
      @Option(names = "--by", paramLabel = "<id>", description = "who has done it") @Nullable String by) {
    var closing = Json.given("outcome", outcome, "note", note);
    if (quantity != null) {
      closing.put("quantity", quantity);
    }
    return caravan.show(caravan.server().postAs(by, "/tasks/" + task + "/complete", closing), Tasks::show);
  }

  private static void show(JsonNode task, Terminal terminal) {
    var table = new Table("TASK", "STATUS", "DUE", "WHO", "TITLE", "OUTCOMES");
    row(table, task);
    table.print(terminal);
  }

  private static void row(Table table, JsonNode task) {
    var who = task.hasNonNull("assignee") ? task.path("assignee") : task.path("assigneeRole");
    table.row(task.path("id").asText(), task.path("status").asText(), task.path("dueDate").asText(), who.asText(),
        task.path("title").asText(), Texts.list(task.path("outcomes")));
  }
}
