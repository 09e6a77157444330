package dev.caravan.model.tasks;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.function.Function;

/** Takes in tasks from a file, each in a transaction of its own. */
@Named("taskImport")
public class TaskImport {

  private final Tasks tasks;

  public TaskImport(Tasks tasks) {
    this.tasks = tasks;
  }

  /** {@link Import.Results}, or why nothing is taken in. @param actor id of who brings them, if known */
  public Outcome take(Import wanted, @Nullable String actor) {
    return Tasks.ofActor(actor).<Outcome>map(Function.identity()).orElseGet(() -> takeEach(wanted, actor));
  }

  private Import.Results takeEach(Import wanted, @Nullable String actor) {
    var results = new ArrayList<Import.Result>();
    var seen = new HashSet<String>();
    for (var entry : wanted.entries()) {
      var outcome = seen.add(entry.uid()) ? tasks.take(entry, actor)
          : Refusal.of("invalid", "uid", "stands in this file more than once");
      results.add(outcome instanceof Import.Taken taken
          ? new Import.Result(results.size(), entry.line(), entry.uid(), taken.how(), taken.id(), null)
          : new Import.Result(results.size(), entry.line(), entry.uid(), Import.Kind.REFUSED, null, (Refusal) outcome));
    }
    return new Import.Results(results);
  }
}
