package dev.caravan.config.saga;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A saga that has not ended.
 *
 * @param id as the order carries it
 * @param status Active, Closing or Cancelling; the latter two: a callback failed and will be repeated
 * @param started when it was opened
 * @param deadline when it is undone unless closed before; none once it is ending
 */
public record OpenSaga(String id, String status, Instant started, @Nullable Instant deadline) {}
