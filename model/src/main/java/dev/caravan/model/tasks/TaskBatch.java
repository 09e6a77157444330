package dev.caravan.model.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.model.CreatedOnce;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Objects;

/** Carries out several operations on tasks, each in a transaction of its own. */
@Named("taskBatch")
public class TaskBatch {

  private final Tasks tasks;
  private final ObjectMapper json;

  public TaskBatch(Tasks tasks, ObjectMapper json) {
    this.tasks = tasks;
    this.json = json;
  }

  /** @param key an Idempotency-Key for all that is created, if the caller sent one */
  public Batch.Results carryOut(Batch batch, @Nullable String key, @Nullable String actor) throws JsonProcessingException {
    var results = new ArrayList<Batch.Result>();
    for (var operation : batch.operations()) {
      var outcome = carryOut(operation, key == null ? null : key + "/" + results.size(), actor);
      results.add(outcome instanceof Refusal refusal ? new Batch.Result(operation.op(), operation.id(), null, refusal)
          : outcome instanceof CreatedOnce created
              ? new Batch.Result(operation.op(), created.path().substring("tasks/".length()), json.readTree(created.json()), null)
              : new Batch.Result(operation.op(), operation.id(), outcome, null));
    }
    return new Batch.Results(results);
  }

  private Outcome carryOut(Batch.Operation operation, @Nullable String key, @Nullable String actor) {
    var task = operation.task() == null ? JsonNodeFactory.instance.objectNode() : operation.task();
    if (operation.op() == Batch.Kind.CREATE) {
      return tasks.createFrom(task, key, actor);
    }
    if (operation.id() == null) {
      return Refusal.of("invalid", "id", "must not be null");
    }
    return switch (operation.op()) {
      case CREATE -> throw new IllegalStateException();
      case PATCH -> tasks.patch(operation.id(), task, operation.ifMatch(), actor);
      case COMPLETE -> tasks.complete(
          operation.id(), Objects.requireNonNullElse(operation.closing(), Closing.PLAINLY), operation.ifMatch(), actor);
      case REOPEN -> tasks.reopen(operation.id(), operation.ifMatch(), actor);
      case SNOOZE -> tasks.snooze(
          operation.id(), Objects.requireNonNullElse(operation.snooze(), new Snooze(null, null)), operation.ifMatch(), actor);
      case SKIP -> tasks.skip(operation.id(), operation.ifMatch(), actor);
      case DELETE -> tasks.delete(operation.id(), operation.ifMatch(), actor);
      case RESTORE -> tasks.restore(operation.id(), actor);
    };
  }
}
