package dev.caravan.model.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import dev.caravan.model.Refusal;
import dev.caravan.model.Times;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the audit. */
@Named("auditQueries")
public class AuditQueries {

  private static final Pattern CURSOR = Pattern.compile("([0-9]{1,18}) ([0-9]{1,18})");

  /** By parameter, what has to be true of a record. */
  private static final Map<String, String> CONDITIONS = Map.of(
      "taskId", "(task_id = :taskId or subject = :taskId)",
      "orderId", "(order_id = :orderId or subject = :orderId)",
      "eventType", "replace(event_type, '.', '-') = :eventType",
      "actor", "actor = :actor",
      "from", "occurred_at >= :from",
      "to", "occurred_at < :to");

  @PersistenceContext
  private Session database;

  private final ObjectMapper json;

  public AuditQueries(ObjectMapper json) {
    this.json = json;
  }

  private record Place(long seq, long number) {}

  /**
   * One page of records, in the order in which their facts became true. All parameters may be null; a wrong one is refused
   * by its name.
   *
   * @param eventType where a dash is as good as a dot
   * @param from ISO 8601 time at which the fact became true, inclusive
   * @param to ISO 8601 time at which the fact became true, exclusive
   * @param limit 1 to 100, or null for 20
   */
  @Transactional
  public Outcome list(
      @Nullable String taskId, @Nullable String orderId, @Nullable String eventType, @Nullable String actor,
      @Nullable String from, @Nullable String to, @Nullable String limit, @Nullable String cursor) {
    if (eventType != null && !eventType.matches("[a-z]+(?:[.-][a-z]+)+")) {
      return Refusal.of("invalid", "eventType", "must be a type of facts, such as order.received");
    }
    var wrong = Times.refusal("from", from).or(() -> Times.refusal("to", to));
    if (wrong.isPresent()) {
      return wrong.get();
    }
    var size = Paged.size(limit);
    if (size.isEmpty()) {
      return Paged.WRONG_SIZE;
    }
    var after = cursor == null ? Optional.of(new Place(-1, 0)) : read(cursor);
    if (after.isEmpty()) {
      return Refusal.of("invalid", "cursor", "must be one that a former page gave");
    }
    var wanted = new LinkedHashMap<String, Object>();
    Optional.ofNullable(taskId).ifPresent(value -> wanted.put("taskId", value));
    Optional.ofNullable(orderId).ifPresent(value -> wanted.put("orderId", value));
    Optional.ofNullable(eventType).ifPresent(value -> wanted.put("eventType", value.replace('.', '-')));
    Optional.ofNullable(actor).ifPresent(value -> wanted.put("actor", value));
    Times.read(from).ifPresent(value -> wanted.put("from", value));
    Times.read(to).ifPresent(value -> wanted.put("to", value));
    return page(wanted, after.get(), size.getAsInt());
  }

  private AuditRecord.Page page(Map<String, Object> wanted, Place after, int size) {
    var conditions = new ArrayList<>(wanted.keySet().stream().map(CONDITIONS::get).toList());
    conditions.add("(seq, number) > (:seq, :number)");
    var query = database.createNativeQuery(
            "select " + Entry.COLUMNS + " from audit.audit_record where " + String.join(" and ", conditions)
                + " order by seq, number limit :limit", Tuple.class)
        .setParameter("seq", after.seq()).setParameter("number", after.number()).setParameter("limit", size + 1);
    wanted.forEach(query::setParameter);
    var found = query.getResultStream().map(this::view).toList();
    return found.size() > size
        ? new AuditRecord.Page(found.subList(0, size), write(found.get(size - 1))) : new AuditRecord.Page(found, null);
  }

  @Transactional
  public Outcome one(String id) {
    return Ids.read(id).flatMap(known -> database
            .createNativeQuery("select " + Entry.COLUMNS + " from audit.audit_record where id = :id", Tuple.class)
            .setParameter("id", known).getResultStream().findFirst())
        .<Outcome>map(this::view).orElse(Refusal.of("not-found", "There is no record " + id + "."));
  }

  @SuppressWarnings("unchecked")
  private AuditRecord view(Tuple row) {
    var entry = Entry.of(row);
    try {
      return new AuditRecord(
          entry.id(), entry.number(), entry.eventId(), entry.eventType(), entry.taskId(), entry.orderId(), entry.subject(),
          entry.actor(), json.readValue(entry.payload(), Map.class), entry.sourceService(), entry.seq(), entry.occurredAt(),
          entry.recordedAt(), entry.previousHash(), row.get("hash", String.class));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String write(AuditRecord last) {
    var place = last.seq() + " " + last.number();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Place> read(String cursor) {
    try {
      var match = CURSOR.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
      return match.matches()
          ? Optional.of(new Place(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)))) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
