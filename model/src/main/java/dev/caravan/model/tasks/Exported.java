package dev.caravan.model.tasks;

import dev.caravan.model.Outcome;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Tasks that go out into a file. */
public record Exported(List<Item> items) implements Outcome {

  /** What says the same whether it is written or not. */
  private static final Set<String> UNSAID = Set.of("INTERVAL=1", "WKST=MO", "RSCALE=GREGORIAN");

  /**
   * @param uid by which the task is known in other programs, too
   * @param rrule by which it comes back; null if it does not, or is closed
   */
  public record Item(TaskView task, String uid, @Nullable String rrule) {

    /** Whether this rule says what the task's own says. */
    boolean recursBy(String rule) {
      return rrule != null && parts(rrule).equals(parts(rule));
    }

    private static Set<String> parts(String rule) {
      return Arrays.stream(rule.toUpperCase(Locale.ROOT).split(";")).filter(part -> !UNSAID.contains(part)).collect(Collectors.toSet());
    }
  }
}
