package dev.caravan.model.audit;

import dev.caravan.model.Ids;
import dev.caravan.model.events.Envelope;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import org.hibernate.Session;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Keeps every fact once, however often and by however many topics it is told, in a chain without gaps. */
@Named("audit")
public class Audit {

  private static final String TABLE = "audit.audit_record";
  private static final long LOCK = 0x6175646974L;
  private static final Duration TIME_TO_BE_TOLD = Duration.ofMinutes(1);

  @PersistenceContext
  private Session database;

  private final EventLog events;
  private final Envelope envelope;
  private final Clock clock;
  /** Every fact up to here was looked for by this process; after a start, all are looked for again. */
  private volatile long sought;

  public Audit(EventLog events, Envelope envelope, Clock clock) {
    this.events = events;
    this.envelope = envelope;
    this.clock = clock;
  }

  /** Takes in what was told; whatever is in the audit already, or comes twice, is there once. */
  @Transactional
  public void record(List<Event> facts) {
    append(facts);
  }

  /**
   * Takes in facts of the log that nobody has told for a minute: the broker's data was lost, or there was no audit yet.
   *
   * @param limit how many at most
   * @return how many; fewer than {@code limit} if there are no more
   */
  @Transactional
  public int recordMissing(int limit) {
    var settled = lastSettled();
    var missing = database.createNativeQuery("""
            select e.seq from events.event e
            where e.seq > :sought and e.seq <= :settled
              and not exists (select from audit.audit_record r where r.event_id = e.id)
            order by e.seq limit :limit""", Long.class)
        .setParameter("sought", sought).setParameter("settled", settled).setParameter("limit", limit).getResultList();
    append(events.at(missing));
    sought = missing.size() < limit ? settled : missing.get(limit - 1);
    return missing.size();
  }

  /** The last fact in the log that the topics have had time to tell. */
  private long lastSettled() {
    return database.createNativeQuery(
            "select seq from events.event where seq > :sought and occurred_at < :then order by seq desc limit 1", Long.class)
        .setParameter("sought", sought).setParameter("then", clock.instant().minus(TIME_TO_BE_TOLD))
        .getResultStream().findFirst().orElse(sought);
  }

  private void append(List<Event> facts) {
    // Until this transaction has ended nobody else appends: the numbers have no gaps, and each hash one successor.
    database.createNativeQuery("select pg_advisory_xact_lock(" + LOCK + ")", Object.class).getSingleResult();
    var known = facts.stream().collect(Collectors.toMap(Event::id, envelope::write, (first, again) -> first, LinkedHashMap::new));
    var unknown = unknown(List.copyOf(known.values()));
    if (unknown.isEmpty()) {
      return;
    }
    var head = database.createNativeQuery("select number, hash from audit.audit_record order by number desc limit 1", Tuple.class)
        .getResultStream().findFirst();
    var number = head.map(last -> last.get("number", Long.class)).orElse(0L);
    var hash = head.map(last -> last.get("hash", String.class)).orElse(Entry.GENESIS);
    for (var payload : unknown) {
      number++;
      var entry = Entry.of(payload, number, Ids.next(), clock.instant(), hash);
      hash = entry.hash();
      insert(entry, hash);
    }
  }

  /** Those that are not in the audit, as the database writes JSON. */
  private List<String> unknown(List<String> cloudEvents) {
    return database.createNativeQuery("""
            select told.fact::text
            from (select cast(t.text as jsonb) as fact, t.place
                  from unnest(cast(:facts as text[])) with ordinality as t (text, place)) told
            where not exists (select from audit.audit_record r where r.event_id = cast(told.fact ->> 'id' as uuid))
            order by told.place""", String.class)
        .setParameter("facts", cloudEvents.toArray(String[]::new)).getResultList();
  }

  private void insert(Entry entry, String hash) {
    database.createNativeQuery("""
            insert into audit.audit_record (number, id, event_id, event_type, task_id, order_id, subject, actor, payload,
              source_service, seq, occurred_at, recorded_at, previous_hash, hash)
            values (:number, :id, :event, :type, cast(:task as text), cast(:order as text), :subject, :actor,
              cast(:payload as jsonb), :source, :seq, :occurred, :recorded, :previous, :hash)""")
        .addSynchronizedQuerySpace(TABLE)
        .setParameter("number", entry.number()).setParameter("id", entry.id()).setParameter("event", entry.eventId())
        .setParameter("type", entry.eventType()).setParameter("task", entry.taskId()).setParameter("order", entry.orderId())
        .setParameter("subject", entry.subject()).setParameter("actor", entry.actor())
        .setParameter("payload", entry.payload()).setParameter("source", entry.sourceService())
        .setParameter("seq", entry.seq()).setParameter("occurred", entry.occurredAt())
        .setParameter("recorded", entry.recordedAt()).setParameter("previous", entry.previousHash())
        .setParameter("hash", hash).executeUpdate();
  }
}
