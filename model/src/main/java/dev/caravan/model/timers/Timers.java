package dev.caravan.model.timers;

import dev.caravan.model.Ids;
import dev.caravan.model.events.EventLog;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;

import java.time.Instant;
import java.util.Map;

/** Things that are due at a time. Each fires once, on whichever node comes first, as the fact {@code timer.fired}. */
@Named("timers")
public class Timers {

  public static final String FIRED = "timer.fired";
  public static final String KIND = "kind";

  @PersistenceContext
  private Session database;

  private final EventLog events;

  public Timers(EventLog events) {
    this.events = events;
  }

  /** Arms the one pending timer of this kind for this subject, or moves it. */
  @Transactional(TxType.MANDATORY)
  public void arm(String kind, String subject, Instant dueAt) {
    database.createNativeQuery("""
            insert into timers.timer (id, kind, subject, due_at) values (:id, :kind, :subject, :due)
            on conflict (kind, subject) where status = 'PENDING' do update set due_at = excluded.due_at""").addSynchronizedQuerySpace("timers.timer")
        .setParameter("id", Ids.next()).setParameter("kind", kind).setParameter("subject", subject)
        .setParameter("due", dueAt).executeUpdate();
  }

  /** The pending timer of this kind for this subject, if there is one, never fires. */
  @Transactional(TxType.MANDATORY)
  public void cancel(String kind, String subject) {
    database.createNativeQuery("update timers.timer set status = 'CANCELLED' where kind = :kind and subject = :subject and status = 'PENDING'")
        .addSynchronizedQuerySpace("timers.timer")
        .setParameter("kind", kind).setParameter("subject", subject).executeUpdate();
  }

  /** Fires what is due, earliest first, at most {@code limit}; rows that another node is firing are left to it. */
  @Transactional
  public int fireDue(int limit) {
    var due = database.createNativeQuery("""
            update timers.timer t set status = 'PROCESSED', attempts = attempts + 1, fired_at = now()
            where t.id in (select id from timers.timer where status = 'PENDING' and due_at <= now()
                           order by due_at limit :limit for update skip locked)
            returning t.kind, t.subject""", Tuple.class)
        .setParameter("limit", limit).getResultList();
    for (var timer : due) {
      events.record(FIRED, timer.get("subject", String.class), Map.of(KIND, timer.get("kind", String.class)), "timers", null);
    }
    return due.size();
  }
}
