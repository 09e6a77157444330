package dev.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.util.Locale;
import java.util.concurrent.Callable;

/** Lists what reviewers have to decide, or have decided. */
@Command(
    name = "reviews",
    description = "List the orders that wait for a reviewer, or were decided.",
    footer = {"  caravan reviews", "  caravan reviews --status rejected --limit 5"})
final class Reviews implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Option(
      names = "--status",
      paramLabel = "<status>",
      defaultValue = "PENDING",
      description = "PENDING, APPROVED, REJECTED, EXPIRED or WITHDRAWN (default: ${DEFAULT-VALUE})")
  private String status = "";

  @Option(names = "--limit", defaultValue = "20", description = "at most this many, up to 100 (default: ${DEFAULT-VALUE})")
  private int limit;

  @Override
  public Integer call() {
    var path = new Query("/reviews").and("limit", limit).and("status", status.toUpperCase(Locale.ROOT)).toString();
    return caravan.show(caravan.server().get(path), (page, terminal) -> {
      var table = new Table("ORDER", "STATUS", "REQUESTED", "EXPIRES", "DECIDED BY", "WHY", "REASONS");
      page.path("reviews").forEach(review -> table.row(
          review.path("orderId").asText(), review.path("status").asText(), Texts.moment(review.path("requestedAt")),
          Texts.moment(review.path("expiresAt")), review.path("decidedBy").asText(), review.path("why").asText(),
          Texts.list(review.path("reasons"))));
      table.print(terminal);
    });
  }
}
