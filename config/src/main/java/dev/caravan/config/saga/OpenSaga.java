package dev.caravan.config.saga;

import io.narayana.lra.LRAData;
import org.eclipse.microprofile.lra.annotation.LRAStatus;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A saga that has not ended.
 *
 * @param id as the order carries it
 * @param status Active, Closing or Cancelling; the latter two: a callback failed and will be repeated
 * @param started when it was opened
 * @param deadline when it is undone unless closed before; none once it is ending
 */
public record OpenSaga(String id, String status, Instant started, @Nullable Instant deadline) {

  static List<OpenSaga> of(List<LRAData> sagas) {
    return sagas.stream().map(OpenSaga::of).distinct().toList();
  }

  private static OpenSaga of(LRAData saga) {
    var hasDeadline = saga.getStatus() == LRAStatus.Active && saga.getFinishTime() > 0;
    return new OpenSaga(
        saga.getLraIdAsString(),
        saga.getStatus().name(),
        Instant.ofEpochMilli(saga.getStartTime()),
        hasDeadline ? Instant.ofEpochMilli(saga.getFinishTime()) : null);
  }
}
