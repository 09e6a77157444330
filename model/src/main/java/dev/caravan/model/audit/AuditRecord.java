package dev.caravan.model.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A fact in the audit.
 *
 * @param number place in the chain, from 1 and without gaps
 * @param payload the whole CloudEvent
 * @param sourceService the CloudEvent's {@code source}
 * @param seq place in the log of all facts
 * @param hash SHA-256 in hex over the record and {@code previousHash}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditRecord(
    UUID id, long number, UUID eventId, String eventType, @Nullable String taskId, @Nullable String orderId, String subject,
    String actor, Map<String, Object> payload, String sourceService, long seq, Instant occurredAt, Instant recordedAt,
    String previousHash, String hash) implements Outcome {

  /** One page of records, in the order in which their facts became true. */
  public record Page(List<AuditRecord> records, @Nullable String next) implements Paged {}
}
