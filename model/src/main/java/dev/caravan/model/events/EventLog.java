package dev.caravan.model.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.Ids;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The append-only log of all facts. What is recorded here, in the transaction of the change, is what the relay publishes. */
@Named("eventLog")
public class EventLog {

  private static final String COLUMNS = "e.seq, e.id, e.type, e.subject, e.data::text as data, e.actor, e.occurred_at, e.trace";

  @PersistenceContext
  private Session database;

  private final ObjectMapper json;
  private final Clock clock;

  public EventLog(ObjectMapper json, Clock clock) {
    this.json = json;
    this.clock = clock;
  }

  /** Records a fact in the caller's transaction, and wakes the relay when that commits. */
  @Transactional(TxType.MANDATORY)
  public Event record(String type, String subject, Map<String, Object> data, String actor, @Nullable String trace) {
    var id = Ids.next();
    var now = clock.instant();
    // A notification makes commits wait for each other, so it is sent only to a relay that is asleep.
    var row = database.createNativeQuery("""
            with fact as (
              insert into events.event (id, type, subject, data, actor, occurred_at, trace)
              values (:id, :type, :subject, cast(:data as jsonb), :actor, :now, :trace) returning seq),
            queued as (insert into events.outbox (seq) select seq from fact)
            select seq, case when (select asleep from events.relay) then pg_notify('outbox', '')::text end from fact""", Tuple.class)
        // Without a space of its own, Hibernate would flush everything before this statement.
        .addSynchronizedQuerySpace("events.event")
        .setParameter("id", id).setParameter("type", type).setParameter("subject", subject)
        .setParameter("data", write(data)).setParameter("actor", actor).setParameter("now", now)
        .setParameter("trace", trace)
        .getSingleResult();
    return new Event(row.get(0, Number.class).longValue(), id, type, subject, data, actor, now, trace);
  }

  /** Everything that became true about a subject, in order. */
  public List<Event> history(String subject) {
    return events(database.createNativeQuery(
            "select " + COLUMNS + " from events.event e where e.subject = :subject order by e.seq", Tuple.class)
        .setParameter("subject", subject).getResultList());
  }

  /** The fact at this place in the log. @throws jakarta.persistence.NoResultException if there is none */
  public Event at(long seq) {
    return event(database.createNativeQuery("select " + COLUMNS + " from events.event e where e.seq = :seq", Tuple.class)
        .setParameter("seq", seq).getSingleResult());
  }

  /** Whether there is a fact at this place in the log. */
  public boolean has(long seq) {
    return (Boolean) database.createNativeQuery("select exists (select from events.event where seq = :seq)")
        .setParameter("seq", seq).getSingleResult();
  }

  /** The highest sequence that can be seen, 0 if there is none. One that is lower may still appear: see {@link #writers}. */
  public long newest() {
    return ((Number) database.createNativeQuery("select coalesce(max(seq), 0) from events.event").getSingleResult()).longValue();
  }

  /**
   * The transactions that write facts at this moment. A sequence is taken under the lock that is looked for here, and the
   * lock is given up after the fact can be seen: when all that there were after {@link #newest} have ended, no fact up to
   * that sequence can appear any more.
   */
  public Set<String> writers() {
    return new HashSet<>(database.createNativeQuery("""
            select virtualtransaction from pg_locks
            where locktype = 'relation' and relation = 'events.event'::regclass and mode = 'RowExclusiveLock'
              and database = (select oid from pg_database where datname = current_database())""", String.class)
        .getResultList());
  }

  /** The oldest facts after one sequence and up to another, at most {@code limit}. */
  public List<Event> between(long after, long upTo, int limit) {
    return events(database.createNativeQuery(
            "select " + COLUMNS + " from events.event e where e.seq > :after and e.seq <= :upTo order by e.seq limit :limit",
            Tuple.class)
        .setParameter("after", after).setParameter("upTo", upTo).setParameter("limit", limit).getResultList());
  }

  /** A fact by its id. */
  public Optional<Event> one(UUID id) {
    return events(database.createNativeQuery(
            "select " + COLUMNS + " from events.event e where e.id = :id", Tuple.class)
        .setParameter("id", id).getResultList()).stream().findFirst();
  }

  /** The oldest facts that still have to be published, at most {@code limit}. */
  public List<Event> unpublished(int limit) {
    // An array, because a join with a list that is nearly always empty tempts the planner to read the whole log.
    return events(database.createNativeQuery(
            "select " + COLUMNS + " from events.event e"
                + " where e.seq = any (array(select seq from events.outbox order by seq limit :limit)) order by e.seq",
            Tuple.class)
        .setParameter("limit", limit).getResultList());
  }

  /** The facts that are at these places in the log, in order. */
  public List<Event> at(List<Long> seqs) {
    return events(database.createNativeQuery(
            "select " + COLUMNS + " from events.event e where e.seq = any(:seqs) order by e.seq", Tuple.class)
        .setParameter("seqs", seqs.toArray(Long[]::new)).getResultList());
  }

  /** Takes facts off the list. Should the database forget that in a crash of its own, they are published once more. */
  @Transactional
  public void published(List<Event> events) {
    database.createNativeQuery("set local synchronous_commit = off").executeUpdate();
    database.createNativeQuery("delete from events.outbox where seq = any(:seqs)")
        .setParameter("seqs", events.stream().map(Event::seq).toArray(Long[]::new)).executeUpdate();
  }

  /** Has a fact published again: whoever missed it hears it, whoever did not knows it by its id. */
  @Transactional
  public void publishAgain(long seq) {
    database.createNativeQuery("insert into events.outbox (seq) values (:seq) on conflict do nothing")
        .setParameter("seq", seq).executeUpdate();
  }

  /** Has the facts of one type about a subject published again that are newer than {@code seq}. */
  @Transactional
  public void publishAgainSince(long seq, String subject, String type) {
    database.createNativeQuery("""
            insert into events.outbox (seq)
            select seq from events.event where subject = :subject and seq > :seq and type = :type
            on conflict do nothing""")
        .setParameter("seq", seq).setParameter("subject", subject).setParameter("type", type).executeUpdate();
  }

  private List<Event> events(List<Tuple> rows) {
    return rows.stream().map(this::event).toList();
  }

  private Event event(Tuple row) {
    return new Event(
        row.get("seq", Number.class).longValue(), row.get("id", UUID.class), row.get("type", String.class),
        row.get("subject", String.class), read(row.get("data", String.class)), row.get("actor", String.class),
        row.get("occurred_at", Instant.class), row.get("trace", String.class));
  }

  private String write(Map<String, Object> data) {
    try {
      return json.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> read(String data) {
    try {
      return json.readValue(data, Map.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
