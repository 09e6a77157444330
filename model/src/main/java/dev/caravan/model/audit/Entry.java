package dev.caravan.model.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.persistence.Tuple;
import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What is hashed of a record.
 *
 * @param payload a CloudEvent as the database writes JSON, which is the same however it was written before
 */
record Entry(
    long number, UUID id, UUID eventId, String eventType, @Nullable String taskId, @Nullable String orderId, String subject,
    String actor, String payload, String sourceService, long seq, Instant occurredAt, Instant recordedAt,
    String previousHash) {

  static final String COLUMNS = "number, id, event_id, event_type, task_id, order_id, subject, actor, payload::text as payload,"
      + " source_service, seq, occurred_at, recorded_at, previous_hash, hash";

  /** What the first record has for the hash of the one before it. */
  static final String GENESIS = "0".repeat(64);

  private static final JsonMapper JSON = new JsonMapper();

  /** @throws RuntimeException if the payload is no fact */
  static Entry of(String payload, long number, UUID id, Instant recordedAt, String previousHash) {
    try {
      var event = JSON.readTree(payload);
      return new Entry(
          number, id, UUID.fromString(event.required("id").asText()), event.required("type").asText(),
          event.at("/data/taskId").textValue(), event.at("/data/orderId").textValue(), event.required("subject").asText(),
          event.required("actor").asText(), payload, event.required("source").asText(),
          Long.parseLong(event.required("sequence").asText()),
          // As fine as the database keeps it.
          OffsetDateTime.parse(event.required("time").asText()).toInstant().truncatedTo(ChronoUnit.MICROS), recordedAt,
          previousHash);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** @param row of {@link #COLUMNS} */
  static Entry of(Tuple row) {
    return new Entry(
        row.get("number", Long.class), row.get("id", UUID.class), row.get("event_id", UUID.class),
        row.get("event_type", String.class), row.get("task_id", String.class), row.get("order_id", String.class),
        row.get("subject", String.class), row.get("actor", String.class), row.get("payload", String.class),
        row.get("source_service", String.class), row.get("seq", Long.class), row.get("occurred_at", Instant.class),
        row.get("recorded_at", Instant.class), row.get("previous_hash", String.class));
  }

  /** SHA-256 in hex over a JSON array of everything here, in this order, each as a string or null. */
  String hash() {
    try {
      var canonical = JSON.writeValueAsBytes(Arrays.asList(
          Long.toString(number), id.toString(), eventId.toString(), eventType, taskId, orderId, subject, actor, payload,
          sourceService, Long.toString(seq), occurredAt.toString(), recordedAt.toString(), previousHash));
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
