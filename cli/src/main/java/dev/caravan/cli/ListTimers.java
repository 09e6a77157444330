package dev.caravan.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.util.Locale;
import java.util.concurrent.Callable;

/** Lists timers, the one that is due last first. */
@Command(
    name = "timers",
    description = "List timers, the one that is due last first.",
    footer = "  caravan timers --subject o-1001 --status pending")
final class ListTimers implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Option(names = "--subject", paramLabel = "<id>", description = "only those of this order or other subject")
  private @Nullable String subject;

  @Option(names = "--status", paramLabel = "<status>", description = "only PENDING, PROCESSED or CANCELLED ones")
  private @Nullable String status;

  @Option(names = "--limit", defaultValue = "20", description = "at most this many, up to 100 (default: ${DEFAULT-VALUE})")
  private int limit;

  @Override
  public Integer call() {
    var path = new Query("/timers").and("limit", limit).and("subject", subject)
        .and("status", status == null ? null : status.toUpperCase(Locale.ROOT)).toString();
    return caravan.show(caravan.server().get(path), (page, terminal) -> {
      var table = new Table("TIMER", "KIND", "STATUS", "DUE", "FIRED", "SUBJECT");
      page.path("timers").forEach(timer -> table.row(
          timer.path("id").asText(), timer.path("kind").asText(), timer.path("status").asText(),
          Texts.moment(timer.path("dueAt")), Texts.moment(timer.path("firedAt")), timer.path("subject").asText()));
      table.print(terminal);
    });
  }
}
